import { describe, expect, it } from "vitest";
import { builtinBenchmark } from "../../src/benchmark/builtin/builtin.js";
import { filterBenchmark, filterEntries } from "../../src/benchmark/filter.js";
import { UsageError } from "../../src/errors.js";

const gemstones = await builtinBenchmark("gemstones");
const { entries } = gemstones;

describe("filterEntries", () => {
  it("keeps what meets the condition, in its order", () => {
    const kept = filterEntries(entries, "depth >= 12 && hidden < 1024");
    expect(kept).toEqual(entries.filter(({ macro }) => macro.depth >= 12 && macro.hidden < 1024));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(entries.length);
  });

  it("knows sizes, names and groups", () => {
    const [first] = entries;
    expect(filterEntries(entries, `id == "${first?.id}"`)).toEqual([first]);
    expect(filterEntries(entries, "parameters > nonEmbeddingParameters && vocabulary == 50304")).toEqual(
      entries,
    );
    expect(filterEntries(entries, 'group == "other"')).toEqual([]);
  });

  it.each([
    ["depht >= 6", /names depht, which is not known. Known names: id, group, quality, depth/],
    ["depth", /neither true nor false/],
    ["depth >=", /is not an expression/],
    ["depth > id", /which is not a number/],
  ])("refuses %s", (where, message) => {
    expect(() => filterEntries(entries, where)).toThrow(UsageError);
    expect(() => filterEntries(entries, where)).toThrow(message);
  });
});

describe("filterBenchmark", () => {
  it("keeps the published scores of the entries that it keeps", () => {
    const depths = entries.map(({ macro }) => macro.depth);
    const kept = filterBenchmark({ ...gemstones, publishedScores: { depths } }, "depth >= 12");
    expect(kept.publishedScores).toEqual({ depths: kept.entries.map(({ macro }) => macro.depth) });
    expect(kept.entries.length).toBeLessThan(entries.length);
    expect(filterBenchmark(gemstones, "depth >= 12")).not.toHaveProperty("publishedScores");
  });
});
