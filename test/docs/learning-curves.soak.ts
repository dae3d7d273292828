import { describe, it } from "vitest";
import { expectAboutAsSaid, expectSuggested, suggestedFor, tables } from "./predictor-tables.js";

describe.skipIf(!process.env.ZEROLM_DATA)("learning curves of docs/predictor.md (need ZEROLM_DATA)", () => {
  it.each(suggestedFor)("%s: five suggested labels more reach what the table says", async (title) => {
    await expectSuggested(title);
  });

  it.each(tables.curves)(
    "%s: 20 and 40 labels reach about what the table says in 40 draws",
    async (title) => {
      await expectAboutAsSaid(title, 40);
    },
  );
});
