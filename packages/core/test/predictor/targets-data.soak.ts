import { describe, it } from "vitest";
import { hasData } from "../benchmark/published-data.js";
import { expectHardlyWorse, expectTargets, targetNames } from "./targets.js";

describe.skipIf(!hasData)("learning curves (need ZEROLM_DATA)", () => {
  it.each(targetNames)("%s: what 20 and 40 labels reach", async (name) => {
    await expectTargets(name, [5, 20, 40], 20);
  });

  it.each(["trained", "published"] as const)(
    "is hardly worse than its prior where labels say little: NAS-Bench-BERT, %s",
    async (reading) => {
      await expectHardlyWorse(reading, [5, 20], 60);
    },
  );
});
