import { describe, expect, it } from "vitest";
import { hasCases, type Judged, judged, verdictOf } from "./cases.js";

const named = (some: readonly Judged[], verdict: string): string[] =>
  some.filter((one) => verdictOf(one) === verdict).map(({ name }) => name);

describe.skipIf(!hasCases)("configs of others (ZEROLM_CASES names the folder of cases)", () => {
  it("public ones are exact, or refused, or read in part with a word", () => {
    const all = judged("configs");
    const counted = all.filter(({ expected }) => expected !== undefined);
    expect(named(all, "wrong")).toEqual([]);
    expect(named(counted, "exact").length).toBeGreaterThanOrEqual(57);
    expect(named(counted, "refused")).toEqual(["small-llava-tower", "small-mllama"]);
    expect(named(counted, "part")).toEqual(["llava", "qwen35-9b", "small-git"]);
  });

  it("variants are exact, or refused, or read in part with a word", () => {
    const all = judged("config-variants");
    expect(named(all, "wrong")).toEqual([]);
    expect(named(all, "part")).toEqual(["nested-llava"]);
    expect(named(all, "exact").length).toBeGreaterThanOrEqual(35);
  });

  it("every refusal is one sentence without another family and without a promise", () => {
    for (const { error } of [...judged("configs"), ...judged("config-variants")]) {
      if (error === undefined) continue;
      expect(error).not.toMatch(/YAML|Did you mean/);
      expect(error.split("\n")).toHaveLength(1);
    }
  });
});
