import { describe, it } from "vitest";
import { hasData } from "../benchmark/published-data.js";
import { expectCoverage } from "./coverage-sets.js";

describe.skipIf(!hasData)("intervals on published networks (need ZEROLM_DATA)", () => {
  it.each(["nas-bench-bert, labelled", "GPT-2 on a front, ARM"] as const)(
    "%s: hold at least 90 % at 5, 10 and 20 labels",
    expectCoverage,
  );
});
