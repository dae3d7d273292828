import { describe, it } from "vitest";
import { hasData } from "../benchmark/published-data.js";
import { expectHardlyWorse, expectTargets, targetNames } from "./targets.js";

describe.skipIf(!hasData)("learning curves (need ZEROLM_DATA)", () => {
  it.each(targetNames)("%s: what 20 labels reach", async (name) => {
    await expectTargets(name, [5, 20], 5);
  });

  it("is hardly worse than its prior where labels say little: another reading of NAS-Bench-BERT", async () => {
    await expectHardlyWorse("trained", [5], 60);
  });
});
