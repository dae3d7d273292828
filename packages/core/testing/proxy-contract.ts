import {
  type Additive,
  type Architecture,
  architectureDocument,
  type OptionValues,
  optionFields,
  ownProxy,
  type Proxy,
  parseOptions,
  prepareProxy,
  type Resources,
  readArchitecture,
  resolveArchitecture,
  type Score,
  type Scorer,
  stackDepths,
  UsageError,
  writeArchitecture,
} from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryArchitecture } from "./arbitrary-architecture.js";
import { frozen, shuffled } from "./lists.js";

/** A setting under which a proxy has to keep the contract. */
export interface ProxyCase {
  readonly title: string;
  readonly options: OptionValues;
  /** What is at hand besides. Default: nothing. */
  readonly resources?: Resources | undefined;
}

/** What a suite has to know of a proxy. */
export interface ProxyContract {
  /** Settings to try besides the defaults; every option must change a score in one of them. Default: none. */
  readonly cases?: readonly ProxyCase[] | undefined;
  /** Why some architectures have no score, if that is so. Default: every architecture has one. */
  readonly mayMiss?: string | undefined;
  /** The architectures to score. Default: encoders, decoders and images of all kinds. */
  readonly architectures?: fc.Arbitrary<Architecture> | undefined;
}

const plain: ProxyCase = { title: "by default", options: {} };

/** Every setting of every proxy runs; together that is thousands of architectures. */
const runs = { numRuns: 20 };
const fewRuns = { numRuns: 6 };

/**
 * What every proxy owes, under every setting: options that refuse what they cannot use; finite scores, the same to the bit for equal
 * architectures, one by one and many at once; an end when it is stopped; and the sum that it claims to be.
 *
 * @example
 * describe("my proxy", () => proxyContract(mine, { cases: [{ title: "squared", options: { power: 2 } }] }));
 */
export function proxyContract(proxy: Proxy, contract: ProxyContract = {}): void {
  const { cases = [], mayMiss, architectures = arbitraryArchitecture } = contract;
  it("says what it is, and what each of its options is", () => {
    expect(() => ownProxy({ ...proxy, name: "contract" }, proxy.name)).not.toThrow();
  });
  optionContract(proxy, [plain, ...cases], architectures);
  describe.each([plain, ...cases])("$title", (setting) => {
    const suite = new Suite(proxy, setting, architectures, mayMiss);
    scoreContract(suite);
    manyContract(suite);
    additiveContract(suite);
  });
}

/** A proxy under one setting. */
class Suite {
  readonly architectures: fc.Arbitrary<Architecture>;
  readonly mayMiss: string | undefined;
  readonly #proxy: Proxy;
  readonly #setting: ProxyCase;

  constructor(
    proxy: Proxy,
    setting: ProxyCase,
    architectures: fc.Arbitrary<Architecture>,
    mayMiss: string | undefined,
  ) {
    this.architectures = architectures;
    this.mayMiss = mayMiss;
    this.#proxy = proxy;
    this.#setting = setting;
  }

  /** Does something with a fresh scorer, and closes it. */
  async with<T>(use: (scorer: Scorer) => Promise<T>): Promise<T> {
    const { options, resources } = this.#setting;
    const scorer = await prepareProxy(this.#proxy, options, resources);
    try {
      return await use(scorer);
    } finally {
      await scorer.close?.();
    }
  }

  /** The scores of architectures by a fresh scorer. */
  scores(...architectures: Architecture[]): Promise<readonly Score[]> {
    return this.with((scorer) => scorer.scoreMany(architectures));
  }

  /** The score of one architecture by a fresh scorer. */
  async value(architecture: Architecture): Promise<number> {
    return ((await this.scores(architecture))[0] as Score).value;
  }

  /** Something expected of architectures. */
  expect(expectation: (architecture: Architecture) => Promise<void>, { numRuns } = runs): Promise<void> {
    return fc.assert(fc.asyncProperty(this.architectures, expectation), { numRuns });
  }
}

function optionContract(
  proxy: Proxy,
  cases: readonly ProxyCase[],
  architectures: fc.Arbitrary<Architecture>,
): void {
  it.each(cases)("has options that survive being written as JSON: $title", ({ options }) => {
    const parsed = parseOptions(proxy, options);
    expect(parseOptions(proxy, parsed)).toEqual(parsed);
    expect(parseOptions(proxy, JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it("refuses an option that it does not have, and a value that no option can have", () => {
    const wrong = ["noSuchOption", ...Object.keys(proxy.options.shape)];
    for (const key of wrong)
      expect(() => parseOptions(proxy, { [key]: { contract: true } }), key).toThrow(UsageError);
    for (const { key, number } of optionFields(proxy.options))
      if (number) expect(() => parseOptions(proxy, { [key]: Number.NaN }), key).toThrow(UsageError);
  });

  it("has no option that changes nothing in all of the cases", async () => {
    const sample = fc.sample(architectures, { seed: 1, numRuns: 50 });
    const scored = cases.map((one) => new Suite(proxy, one, architectures, undefined).scores(...sample));
    const [usual, ...others] = await Promise.all(scored);
    const changing = cases.slice(1).filter((_, index) => differs(usual, others[index]));
    const changed = new Set(changing.flatMap(({ options }) => Object.keys(options)));
    expect(Object.keys(proxy.options.shape).filter((key) => !changed.has(key))).toEqual([]);
  });
}

const differs = (some: readonly Score[] = [], others: readonly Score[] = []): boolean =>
  some.some(({ value }, index) => !Object.is(value, others[index]?.value));

function scoreContract(suite: Suite): void {
  it("gives finite scores, or says why there is none, and finite spreads", () =>
    suite.expect(async (architecture) => {
      const [{ value, missing, standardDeviation = 0, standardError = 0 }] = (await suite.scores(
        architecture,
      )) as [Score];
      if (suite.mayMiss === undefined) expect(missing).toBeUndefined();
      expect(Number.isNaN(value)).toBe(missing !== undefined);
      for (const spread of [standardDeviation, standardError]) {
        expect(spread).toSatisfy(Number.isFinite);
        expect(spread).toBeGreaterThanOrEqual(0);
      }
    }));

  it("leaves the architecture as it is", () =>
    suite.expect(async (architecture) => {
      const [score] = await suite.scores(architecture);
      expect(await suite.scores(frozen(structuredClone(architecture)))).toEqual([score]);
    }));

  it("gives a rebuilt architecture the same bits, whatever was scored before", () =>
    suite.with((used) =>
      suite.expect(async (architecture) => {
        const value = await suite.value(architecture);
        for (const { value: again } of await used.scoreMany(rebuiltOf(architecture)))
          expect(again).toBe(value);
      }, fewRuns),
    ));
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

function manyContract(suite: Suite): void {
  const several = fc
    .array(suite.architectures, { maxLength: 5 })
    .chain((list) => shuffled([...list.keys()]).map((order) => ({ list, order })));
  const expectMany = (expectation: (drawn: { list: Architecture[]; order: number[] }) => Promise<void>) =>
    fc.assert(fc.asyncProperty(several, expectation), fewRuns);

  it("scores many as it scores each, in any order, to the bit", () =>
    expectMany(async ({ list, order }) => {
      const scores = await suite.scores(...list);
      expect(scores).toHaveLength(list.length);
      const inOrder = await suite.scores(...order.map((index) => list[index] as Architecture));
      expect(inOrder).toEqual(order.map((index) => scores[index]));
      await suite.with(async ({ score, scoreMany }) => {
        for (const [index, one] of list.entries()) {
          expect(await scoreMany([one])).toEqual([scores[index]]);
          if (score) expect(score(one)).toEqual(scores[index]);
        }
      });
    }));

  it("ends when it is stopped: what it did not score is missing", () =>
    expectMany(async ({ list }) => {
      const scores = await suite.scores(...list);
      const stopped = await suite.with((scorer) => scorer.scoreMany(list, { signal: { aborted: true } }));
      expect(stopped).toHaveLength(list.length);
      for (const [index, score] of stopped.entries())
        if (score.missing === undefined) expect(score).toEqual(scores[index]);
        else expect(score.value).toBeNaN();
    }));
}

function additiveContract(suite: Suite): void {
  const withOtherOrder = suite.architectures.chain((architecture) =>
    shuffled(architecture.layers).map((layers) => ({ architecture, layers })),
  );
  /** Something expected of a sum over layers. */
  const expectSum = (
    expectation: (
      additive: Additive,
      architecture: Architecture,
      layers: Architecture["layers"],
    ) => Promise<void>,
    skip: (reason: string) => void,
  ): Promise<void> =>
    suite.with(async ({ additive }) => {
      if (!additive) return skip("it is no sum over layers");
      await fc.assert(
        fc.asyncProperty(withOtherOrder, ({ architecture, layers }) =>
          expectation(additive, architecture, layers),
        ),
        runs,
      );
    });

  it("does not care for the order of the layers, to the bit", ({ skip }) =>
    expectSum(async (_additive, architecture, layers) => {
      expect(await suite.value({ ...architecture, layers })).toBe(await suite.value(architecture));
    }, skip));

  it("is the sum that it says it is, in any order, to the bit", ({ skip }) =>
    expectSum(async ({ layer, rest, scale }, architecture, layers) => {
      const stacks = stackDepths(architecture.layers);
      let { high, low } = rest(architecture, stacks);
      for (const term of layers.map((one) => layer(one, architecture))) {
        high += term.high;
        low += term.low;
      }
      expect(scale(architecture, stacks)).toBeGreaterThan(0);
      expect((high + low) * scale(architecture, stacks)).toBe(await suite.value(architecture));
    }, skip));
}
