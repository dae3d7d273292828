import { describe, it } from "vitest";
import { hasData } from "../benchmark/published-data.js";
import { coverageSets, expectCoverage } from "./coverage-sets.js";

describe.skipIf(!hasData)("intervals on published networks (need ZEROLM_DATA)", () => {
  it.each(coverageSets)("%s: hold at least 90 % at 5, 10 and 20 labels", expectCoverage);
});
