import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lts } from "../../src/benchmark/lts.js";
import { fixtures } from "./fixtures.js";

/** How a set leaves a network without perplexity, or has one all the same. */
const states = ["field", "number", "absent", "null", "nan", "empty map"] as const;

interface Copied {
  readonly path: string;
  readonly id: string;
  readonly state: (typeof states)[number];
  /** One number for all layers where the published sets have it. */
  readonly scalar: boolean;
  readonly ppl: number;
  readonly config: string;
}

const configs = [...(fixtures.lts.files ?? [])].filter(([path]) => path.endsWith("model_config.yaml"));

/** A configuration of the fixture with equal layers, in one number or in a list. */
function equalLayers(config: string, scalar: boolean): string {
  const depth = Number(/n_layer: (\d+)/.exec(config)?.[1]);
  const listed = (value: number): string =>
    scalar ? String(value) : `[${Array.from({ length: depth }, () => value).join(", ")}]`;
  return config
    .replace(/n_head: .*/, `n_head: ${listed(4)}`)
    .replace(/d_inner: .*/, `d_inner: ${listed(320)}`);
}

const copied: fc.Arbitrary<readonly Copied[]> = fc
  .uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), {
    minLength: 1,
    maxLength: 12,
    selector: ([folder, job]) => `${folder} ${job}`,
  })
  .chain((places) =>
    fc.tuple(
      ...places.map(([folder, job]) =>
        fc.record({
          path: fc.constant(`config_${folder}/j${job}/model_config.yaml`),
          id: fc.constant(`config_${folder}_j${job}`),
          state: fc.constantFrom(...states),
          scalar: fc.boolean(),
          ppl: fc.double({ min: 1, max: 1e15, noNaN: true }),
          config: fc.constantFrom(...configs.map(([, text]) => text)),
        }),
      ),
    ),
  );

const lines: Readonly<Record<Copied["state"], (ppl: number) => string>> = {
  field: (ppl) => `\n  test_ppl: 9.5\n  valid_ppl: ${ppl}`,
  number: (ppl) => ` ${ppl}`,
  absent: () => "",
  null: () => " null",
  nan: () => "\n  valid_ppl: .nan",
  "empty map": () => "\n  train_elapsed: 3.5",
};

describe("copies of a set with the gaps of the published ones", () => {
  it("have every network that was trained, and say which were not", () => {
    fc.assert(
      fc.property(copied, (networks) => {
        const summary = networks
          .filter(({ state }) => state !== "absent")
          .map(({ id, state, ppl }) => `${id}:${lines[state](ppl)}\n`)
          .join("");
        const files = new Map(
          networks.map(({ path, config, scalar }) => [path, equalLayers(config, scalar)]),
        );
        const trained = networks.filter(({ state }) => state === "field" || state === "number");
        fc.pre(trained.length > 0);
        const { entries, leftOut = [] } = lts.read(summary, { files });
        expect(new Map(entries.map(({ id, quality }) => [id, quality]))).toEqual(
          new Map(trained.map(({ id, ppl }) => [id, -ppl])),
        );
        const untrained = networks.filter((network) => !trained.includes(network)).map(({ id }) => id);
        expect(leftOut.flatMap(({ ids }) => ids).toSorted()).toEqual(untrained.toSorted());
        expect(leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(untrained.length);
        for (const { id, architecture } of entries) {
          const { path, config } = networks.find((network) => network.id === id) as Copied;
          const listed = new Map([[path, equalLayers(config, false)]]);
          expect(architecture).toEqual(lts.read(`${id}: 1.5\n`, { files: listed }).entries[0]?.architecture);
        }
      }),
      { numRuns: 60 },
    );
  });
});
