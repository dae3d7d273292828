import fc from "fast-check";
import { expect } from "vitest";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import type { Config } from "../architecture/configs.js";
import { without } from "../architecture/configs.js";
import { arbitraryConfigOf } from "./arbitrary-config.js";

/** Values that hardly any size has, and the greatest ones that some have. */
const wrongValues: readonly unknown[] = [
  ...[undefined, null, true, 0, -1, 0.5, "many", {}, [], [[]]],
  ...[1, 3, 1024, 65_536, 65_537, 2 ** 20, 2 ** 24, 2 ** 24 + 1, Number.MAX_SAFE_INTEGER, 1e300],
];

/** One key less, or one key with a value that no size has. */
const damaged = (config: Config, key: string, wrong: unknown): Config =>
  wrong === undefined ? without(config, key) : { ...config, [key]: wrong };

/** A damaged config, and the keys that it had before. */
interface Damaged {
  readonly keys: readonly string[];
  readonly config: Config;
}

/** Configs of a family with up to four keys wrong or missing. */
export function arbitraryDamaged(type: ModelType): fc.Arbitrary<Damaged> {
  const damage = fc.tuple(fc.nat(), fc.constantFrom(...wrongValues));
  return fc
    .tuple(arbitraryConfigOf(type), fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([config, drawn]) => {
      const keys = Object.keys(config);
      const withWrong = (given: Config, [which, wrong]: (typeof drawn)[number]): Config =>
        damaged(given, keys[which % keys.length] as string, wrong);
      return { keys, config: drawn.reduce(withWrong, config) };
    });
}

/** Holds if every problem stands under a key that a config of the family has, once, and in words. */
export function expectProblemsUnderKeys(type: ModelType, { keys, config }: Damaged): void {
  const { problems = [] } = resolveHuggingFaceConfig(config);
  const known = [...keys, ...Object.keys(aliasesOf(type)), ...owned];
  expect(new Set(problems.map((one) => JSON.stringify(one))).size).toBe(problems.length);
  for (const { path, message } of problems) {
    expect(known, message).toContain(path[0]);
    expect(message).toMatch(/^\S.*\S$/);
    expect(message.endsWith("."), message).toBe(/[^.]\. [A-Z]/.test(message));
    expect(message).not.toMatch(/\n|undefined|NaN|\[object/);
  }
}

const aliasesOf = (type: ModelType): Readonly<Record<string, string>> =>
  (families[type] as { readonly aliases?: Readonly<Record<string, string>> }).aliases ?? {};

/** Keys that are told of although the generated configs lack them. */
const owned = [
  "sliding_window_pattern",
  "hybrid_override_pattern",
  "attn_layer_offset",
  "num_ln_in_parallel_attn",
];
