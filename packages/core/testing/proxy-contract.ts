import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../src/architecture/architecture.js";
import { readArchitecture } from "../src/architecture/read.js";
import { resolveArchitecture } from "../src/architecture/resolve.js";
import { architectureDocument, writeArchitecture } from "../src/architecture/write.js";
import type { Additive, Proxy, ProxyOptions } from "../src/proxy/proxy.js";
import { arbitraryArchitecture } from "./arbitrary-architecture.js";
import { frozen, shuffled } from "./lists.js";

/** A setting under which a proxy has to keep the contract. */
export interface ProxyCase {
  readonly title: string;
  readonly options: ProxyOptions;
}

/**
 * What every proxy owes, under every setting: a finite score, the same to the bit for equal architectures, and the sum that
 * it claims to be.
 *
 * @example
 * describe.each(Object.entries(cases))("%s", (name, settings) => proxyContract(proxies[name], settings));
 */
export function proxyContract(proxy: Proxy, cases: readonly ProxyCase[]): void {
  it("says what it is", () => {
    expect(proxy.summary).toMatch(/\S/);
    expect(proxy.source).toMatch(/\S/);
  });
  const heedsAlpha = proxy.heeds.includes("alpha");
  it(`${heedsAlpha ? "depends" : "does not depend"} on alpha`, () => {
    const differs = (architecture: Architecture): boolean =>
      scoreOf(proxy, { alpha: 0.1 }, architecture) !== scoreOf(proxy, { alpha: 0.8 }, architecture);
    expect(fc.sample(arbitraryArchitecture, { seed: 1, numRuns: 50 }).some(differs)).toBe(heedsAlpha);
  });
  describe.each(cases)("$title", ({ options }) => {
    scoreContract(proxy, options);
    const { additive } = proxy.scorer(options);
    if (additive) additiveContract(proxy, options, additive);
  });
}

/** Every setting of every proxy runs; together that is thousands of architectures. */
const runs = { numRuns: 20 };
const fewRuns = { numRuns: 6 };

const scoreOf = (proxy: Proxy, options: ProxyOptions, architecture: Architecture): number =>
  proxy.scorer(options).score(architecture).value;

function scoreContract(proxy: Proxy, options: ProxyOptions): void {
  it("is finite, and so is what it says of its spread", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const { value, standardDeviation = 0, standardError = 0 } = proxy.scorer(options).score(architecture);
        expect(value).toSatisfy(Number.isFinite);
        for (const spread of [standardDeviation, standardError]) {
          expect(spread).toSatisfy(Number.isFinite);
          expect(spread).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  it("leaves the architecture as it is", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        scoreOf(proxy, options, frozen(structuredClone(architecture)));
      }),
      runs,
    );
  });

  it("gives a rebuilt architecture the same bits, whatever was scored before", () => {
    const used = proxy.scorer(options);
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const value = scoreOf(proxy, options, architecture);
        for (const rebuilt of rebuiltOf(architecture)) expect(used.score(rebuilt).value).toBe(value);
      }),
      fewRuns,
    );
  });
}

/** The same architecture by other ways, all of them without one object in common with it. */
function rebuiltOf(architecture: Architecture): Architecture[] {
  const document = JSON.parse(JSON.stringify(architectureDocument(architecture))) as unknown;
  return [
    structuredClone(architecture),
    resolveArchitecture(document).value as Architecture,
    readArchitecture(writeArchitecture(architecture)),
  ];
}

/** An architecture and its layers in another order. */
const withOtherOrder = arbitraryArchitecture.chain((architecture) =>
  shuffled(architecture.layers).map((layers) => ({ architecture, layers })),
);

function additiveContract(proxy: Proxy, options: ProxyOptions, { layer, rest, scale }: Additive): void {
  it("does not care for the order of the layers, to the bit", () => {
    fc.assert(
      fc.property(withOtherOrder, ({ architecture, layers }) => {
        const value = scoreOf(proxy, options, architecture);
        expect(scoreOf(proxy, options, { ...architecture, layers })).toBe(value);
      }),
      runs,
    );
  });

  it("is the sum that it says it is, in any order, to the bit", () => {
    fc.assert(
      fc.property(withOtherOrder, ({ architecture, layers }) => {
        let { high, low } = rest(architecture);
        for (const term of layers.map((one) => layer(one, architecture))) {
          high += term.high;
          low += term.low;
        }
        expect(scale(architecture)).toBeGreaterThan(0);
        expect((high + low) * scale(architecture)).toBe(scoreOf(proxy, options, architecture));
      }),
      runs,
    );
  });
}
