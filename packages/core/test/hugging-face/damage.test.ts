import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import type { Config } from "../architecture/configs.js";
import { without } from "../architecture/configs.js";
import { naiveParameters } from "../architecture/naive-parameters.js";
import { arbitraryConfigOf } from "./arbitrary-config.js";

const types = Object.keys(families) as ModelType[];

const wrongValues: readonly unknown[] = [-1, 0.5, "many", {}, [[]], Number.MAX_SAFE_INTEGER];

/** One key less, or one key with a value that no size has. */
const damaged = (config: Config, key: string, wrong: unknown): Config =>
  wrong === undefined ? without(config, key) : { ...config, [key]: wrong };

describe.each(types)("%s", (type) => {
  const configs = arbitraryConfigOf(type);

  it("is counted as PyTorch would, module by module", () => {
    fc.assert(
      fc.property(configs, (config) => {
        const { value } = resolveHuggingFaceConfig(config);
        if (!value) return;
        const { matrices, vectors } = naiveParameters(value);
        expect(matrices + vectors).toBe(cost(value).parameters.total);
      }),
      { numRuns: 60 },
    );
  });

  it("says what is wrong under keys of the config, and then what to do", () => {
    const damage = fc.tuple(configs, fc.nat(), fc.constantFrom(undefined, ...wrongValues));
    fc.assert(
      fc.property(damage, ([config, which, wrong]) => {
        const keys = Object.keys(config);
        const key = keys[which % keys.length] as string;
        const given = damaged(config, key, wrong);
        const { problems = [] } = resolveHuggingFaceConfig(given);
        expect(new Set(problems.map((one) => JSON.stringify(one))).size).toBe(problems.length);
        for (const { path, message } of problems) {
          expect(
            path[0] === undefined ? message : [...keys, ...Object.keys(aliasesOf(type)), ...owned],
          ).toSatisfy((known: string | readonly unknown[]) =>
            typeof known === "string" ? false : known.includes(path[0]),
          );
          expect(message).toMatch(/^\S.*\S$/);
          expect(message.endsWith("."), message).toBe(/[^.]\. [A-Z]/.test(message));
          expect(message).not.toMatch(/\n|undefined|NaN|\[object/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const aliasesOf = (type: ModelType): Readonly<Record<string, string>> =>
  (families[type] as { readonly aliases?: Readonly<Record<string, string>> }).aliases ?? {};

/** Keys that are told of although the generated configs lack them. */
const owned = [
  "sliding_window_pattern",
  "hybrid_override_pattern",
  "attn_layer_offset",
  "num_ln_in_parallel_attn",
];
