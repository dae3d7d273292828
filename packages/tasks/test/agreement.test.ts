import { correlations } from "@zerolm/core";
import { expect, it } from "vitest";
import { agreementOf } from "../src/evaluate/agreement.js";

type Row = Parameters<typeof agreementOf>[1][number];

const entries = [1, 2, 3, 4].map((quality) => ({ quality })) as never[];
const row = (proxy: string, scores: readonly number[], of = entries): Row =>
  ({ proxy, kind: "proxy", entries: of, scores: Float64Array.from(scores) }) as unknown as Row;

it("is that of the rankings that score every network", () => {
  const rows = [row("a", [1, 2, 4, 3]), row("b", [4, 3, 2, 1]), row("part", [1, 2], entries.slice(2))];
  const found = agreementOf({ entries }, rows);
  const expected = correlations([
    { name: "a", scores: [1, 2, 4, 3] },
    { name: "b", scores: [4, 3, 2, 1] },
  ]);
  expect(found?.names).toEqual(expected.names);
  expect(found?.kendall).toEqual(expected.values);
  expect(found?.adds.map(({ first, second }) => [first, second])).toEqual([["a", "b"]]);
});

it("is nothing if there are not two of them", () => {
  expect(agreementOf({ entries }, [row("a", [1, 2, 3, 4])])).toBeUndefined();
});
