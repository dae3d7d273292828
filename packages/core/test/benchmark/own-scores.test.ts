import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { contentOf } from "../../src/architecture/content.js";
import { architectureDocument } from "../../src/architecture/write.js";
import { ownScoresProxy, readOwnScores, unmatchedRows } from "../../src/benchmark/own-scores.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";

/** Architectures that differ, each with a name. */
const different = fc
  .uniqueArray(arbitraryArchitecture, { selector: contentOf, minLength: 1, maxLength: 5 })
  .map((list) => list.map((architecture, index): Architecture => ({ ...architecture, name: `n${index}` })));

const scored = fc.record({
  architectures: different,
  scores: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 5, maxLength: 5 }),
});

const asCsv = (rows: readonly (readonly [id: string, score: number])[]): string =>
  `id,mine\n${rows.map((row) => row.join()).join("\n")}\n`;

/** Documents are written without names, so that nothing but what they are can join them. */
const asLines = (rows: readonly (readonly [Architecture, number])[]): string =>
  rows
    .map(([{ name: _, ...architecture }, mine]) =>
      JSON.stringify({ architecture: architectureDocument(architecture), mine }),
    )
    .join("\n");

describe("scores of one's own", () => {
  it("are found by id and by architecture, through a thread too", () => {
    fc.assert(
      fc.property(scored, ({ architectures, scores }) => {
        const texts = [
          asCsv(architectures.map(({ name = "" }, index) => [name, scores[index] as number])),
          asLines(architectures.map((architecture, index) => [architecture, scores[index] as number])),
        ];
        for (const text of texts) {
          const read = structuredClone(readOwnScores(text, "s.csv"));
          const scorer = ownScoresProxy(read, "mine").scorer();
          const found = architectures.map((one) => scorer.score(one).value);
          // −0 is written as 0.
          expect(found).toEqual(scores.slice(0, found.length).map((score) => score + 0));
          expect(unmatchedRows(read, architectures)).toBe(0);
          expect(unmatchedRows(read, architectures.slice(1))).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("say which row is missing and which cell is empty", () => {
    const read = readOwnScores("id,mine,other\na,1,2\nb,nan,3\nc,,4\n", "s.csv");
    const [architecture] = fc.sample(arbitraryArchitecture, { seed: 1, numRuns: 1 }) as [Architecture];
    const scorer = ownScoresProxy(read, "mine", "renamed").scorer();
    const missing = ["a", "b", "c", "d"].map((name) => scorer.score({ ...architecture, name }).missing);
    expect(missing).toEqual([
      undefined,
      "has an empty cell in s.csv",
      "has an empty cell in s.csv",
      "has no row in s.csv",
    ]);
  });
});
