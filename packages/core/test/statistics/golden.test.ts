import { describe, expect, it } from "vitest";
import { kendall, kendallTauA } from "../../src/statistics/kendall.js";
import { averageRanks } from "../../src/statistics/ranks.js";
import { spearman } from "../../src/statistics/spearman.js";
import golden from "../golden/ranking.json" with { type: "json" };
import { expectClose } from "./expect-close.js";

describe("against SciPy", () => {
  it("has 200 sets of 2 to 200 points, some without a correlation", () => {
    expect(golden.cases).toHaveLength(200);
    expect(Math.min(...golden.cases.map(({ x }) => x.length))).toBe(2);
    expect(Math.max(...golden.cases.map(({ x }) => x.length))).toBe(200);
    expect(golden.cases.filter((entry) => entry.kendall === null).length).toBeGreaterThan(0);
  });

  it.each(golden.cases.map((entry) => ({ ...entry, n: entry.x.length })))("$kind, $n points", (entry) => {
    const { x, y } = entry;
    expect([...averageRanks(x)]).toEqual(entry.xRanks);
    expectClose(spearman(x, y), entry.spearman ?? undefined);
    expectClose(kendall(x, y), entry.kendall ?? undefined);
    expectClose(kendallTauA(x, y), entry.kendall === null ? undefined : entry.kendallTauA);
  });
});
