import { describe, expect, it } from "vitest";
import { table } from "../../src/benchmark/table.js";
import { InputError } from "../../src/errors.js";

const header = "hidden,depth,heads,ffnWidth,vocabulary,quality";

// A function takes about 120,000 arguments; twice as many rows as here would need most of the memory that a process gets.
describe("a table of 150,000 networks", () => {
  it("is read", () => {
    const rows = Array.from(
      { length: 150_000 },
      (_, index) => `64,${1 + (index % 6)},4,${1 + Math.floor(index / 6)},1000,${index}`,
    );
    expect(table.read([header, ...rows].join("\n"), {}).entries).toHaveLength(150_000);
  });

  it("has more complaints than a function takes arguments", () => {
    const copies = new Array<string>(150_000).fill("64,2,4,128,1000,1");
    const complaints = (): number => {
      try {
        return table.read([header, ...copies].join("\n"), { file: "own.csv" }).entries.length;
      } catch (error) {
        if (error instanceof InputError) return error.others.length;
        throw error;
      }
    };
    expect(complaints()).toBe(149_998);
  });
});
