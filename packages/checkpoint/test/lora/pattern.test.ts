import { InputError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patterned } from "../../src/lora/pattern.js";

const part = fc.constantFrom("model", "layers", "self_attn", "mlp", "q_proj", "v_proj", "0", "1", "11");
const moduleName = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("."));
/** Patterns of the kinds that people write: names, ends of names, alternatives, classes, repeats. */
const pattern = fc.oneof(
  moduleName,
  fc.tuple(part, part).map(([one, other]) => `(${one}|${other})`),
  fc.constantFrom(".*", ".*layers\\.[01]\\..*", "layers.\\d+.*", "self_attn\\.(q|v)_proj", "[a-z_]+\\.\\d"),
);

describe("patterned", () => {
  it("finds what PEFT finds: the first key K for which (.*\\.)?(K)$ matches from the start", () => {
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 5 }), moduleName, (keys, module) => {
        const map = Object.fromEntries(keys.map((key, index) => [key, index + 1]));
        const expected = Object.keys(map).find((key) => new RegExp(`^(.*\\.)?(${key})$`, "s").test(module));
        expect(patterned(map, "alpha_pattern")(module)).toBe(
          expected === undefined ? undefined : map[expected],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no longer for a pattern that makes other engines hang", () => {
    const module = `${"a".repeat(5000)}!`;
    const begun = performance.now();
    expect(patterned({ "(a+)+": 1, "(a|a)*b": 2, "(.*)*x": 3 }, "rank_pattern")(module)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("refuses a pattern that it does not take, by name", () => {
    for (const bad of ["(", "(?=q)q_proj", "(q)\\1", "a".repeat(20_000)])
      expect(() => patterned({ [bad]: 1 }, "alpha_pattern")).toThrow(InputError);
  });

  it("never throws anything else", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), moduleName, (key, module) => {
        try {
          patterned({ [key]: 1 }, "alpha_pattern")(module);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
