import { describe, expect, it } from "vitest";
import { type BenchmarkName, benchmarkFormats } from "../../src/benchmark/formats.js";
import { benchmarkContract } from "../../testing/benchmark-contract.js";
import { fixtures } from "./fixtures.js";

describe.each(Object.entries(benchmarkFormats))("benchmark %s", (name, format) => {
  it("has its name in the table", () => expect(format.name).toBe(name));
  benchmarkContract(format, fixtures[name as BenchmarkName]);
});
