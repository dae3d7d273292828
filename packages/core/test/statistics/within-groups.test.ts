import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kendallWithinGroups } from "../../src/statistics/within-groups.js";
import { bruteConcordance, bruteTauB, point, xs, ys } from "./brute.js";
import { expectClose } from "./expect-close.js";

describe("kendallWithinGroups", () => {
  it("agrees with the definition", () => {
    const grouped = fc.array(fc.record({ at: point, group: fc.constantFrom("a", "b", "c", "d") }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(grouped, (list) => {
        let sum = 0;
        let pairs = 0;
        let groups = 0;
        for (const key of new Set(list.map(({ group }) => group))) {
          const members = list.filter(({ group }) => group === key).map(({ at }) => at);
          const counts = bruteConcordance(xs(members), ys(members));
          const tau = bruteTauB(counts);
          if (tau === undefined) continue;
          groups++;
          pairs += counts.pairs;
          sum += counts.pairs * tau;
        }
        const at = list.map((entry) => entry.at);
        const found = kendallWithinGroups(
          xs(at),
          ys(at),
          list.map(({ group }) => group),
        );
        expectClose(found.kendall, groups === 0 ? undefined : sum / pairs);
        expect(found).toMatchObject({ groups, pairs });
      }),
    );
  });

  it("lists every group in the order of first appearance, also those left out", () => {
    const found = kendallWithinGroups([1, 5, 2, 7, 7, 3], [1, 0, 2, 1, 2, 3], ["b", "a", "b", "c", "c", "b"]);
    expect(found).toEqual({
      kendall: 1,
      groups: 1,
      pairs: 3,
      rows: [
        { group: "b", size: 3, pairs: 3, kendall: 1 },
        { group: "a", size: 1, pairs: 0, kendall: undefined },
        { group: "c", size: 2, pairs: 1, kendall: undefined },
      ],
    });
  });

  it("weights groups by their pairs", () => {
    const { kendall } = kendallWithinGroups([1, 2, 1, 2, 3], [2, 1, 1, 2, 3], [0, 0, 1, 1, 1]);
    expect(kendall).toBe((1 * -1 + 3 * 1) / 4);
    expect(kendallWithinGroups([1, 2, 3, 4], [1, 2, 4, 3], ["a", "a", "b", "b"]).kendall).toBe(0);
  });

  it("gives nothing to a score that only sees the key", () => {
    const depth = [2, 2, 2, 4, 4, 4];
    expect(kendallWithinGroups(depth, [1, 2, 3, 4, 5, 6], depth)).toMatchObject({
      kendall: undefined,
      groups: 0,
      pairs: 0,
    });
  });

  it("names the index of a fault", () => {
    expect(() => kendallWithinGroups([1, 2], [1, 2], ["a"])).toThrow(/groups\[1\] is missing/);
    expect(() => kendallWithinGroups([Number.NaN], [1], ["a"])).toThrow(/scores\[0\] is NaN/);
  });
});
