import { type Architecture, architectureAt, cost, enumerate, writeArchitecture } from "@zerolm/core";
import { run } from "@zerolm/tasks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySpaceDocument, spaceOf } from "../../core/testing/arbitrary-space.js";
import { fakeHost } from "./fake-host.js";

/** Members of a space that are ranked beside the best, spread evenly. */
const rivals = 40;

const membersOf = (document: unknown): Architecture[] => {
  const space = spaceOf(document);
  return [...enumerate(space)].map((genotype) => architectureAt(space, genotype));
};

const parametersOf = (architecture: Architecture): number => cost(architecture).parameters.total;

const some = <T>(all: readonly T[]): T[] => {
  const step = Math.max(1, all.length / rivals);
  return Array.from({ length: Math.min(rivals, all.length) }, (_, place) => all[Math.floor(place * step)]!);
};

/** Where `rank` puts the best of a search among others of its space and budget, asked as the search says. */
async function rankedBest(
  document: unknown,
  share: number,
  asked: { readonly proxy?: string; readonly options?: Readonly<Record<string, unknown>> },
) {
  const members = membersOf(document);
  const maximum = parametersOf(members[Math.floor(share * members.length)]!);
  const files = new Map([["space.json", JSON.stringify(document)]]);
  const host = fakeHost(files);
  const budgets = { parameters: { maximum } };
  const { best, rankAlike } = await run("search", { space: "space.json", budgets, top: 1, ...asked }, host);
  const within = some(members.filter((member) => parametersOf(member) <= maximum));
  files.set("best.json", JSON.stringify(best[0]!.architecture));
  for (const [place, member] of within.entries()) files.set(`${place}.yaml`, writeArchitecture(member));
  const { ranking } = await run(
    "rank",
    { files: ["best.json", ...within.map((_, place) => `${place}.yaml`)], ...rankAlike },
    host,
  );
  return { found: best[0]!, ranked: ranking.find(({ file }) => file === "best.json")! };
}

describe.each([
  ["the default", {}, 25],
  ["zerolm, alpha label-free", { proxy: "zerolm" }, 5], // each draws 1,000 architectures
  ["zerolm, alpha given", { proxy: "zerolm", options: { alpha: 0.37, std: "own" } }, 25],
  ["nsc", { proxy: "nsc", options: { nscAttention: "whole" } }, 25],
  ["series", { proxy: "series" }, 25],
])("what search calls best by %s", (_name, asked, numRuns) => {
  it("has the same score in rank, and nothing of its space and budget is above it", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySpaceDocument,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (document, share) => {
          const { found, ranked } = await rankedBest(document, share, asked);
          expect(ranked.score).toBe(found.score);
          expect(ranked.rank).toBe(1);
        },
      ),
      { numRuns },
    );
  });
});
