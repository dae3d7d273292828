import { describe, expect, it } from "vitest";
import { table } from "../../src/benchmark/table.js";
import { InputError } from "../../src/errors.js";

const header = "hidden,depth,heads,ffnWidth,vocabulary,quality";

describe("a table of 300,000 networks", () => {
  it("is read", () => {
    const rows = Array.from(
      { length: 300_000 },
      (_, index) => `64,${1 + (index % 6)},4,${1 + Math.floor(index / 6)},1000,${index}`,
    );
    expect(table.read([header, ...rows].join("\n"), {}).entries).toHaveLength(300_000);
  });

  it("has more complaints than a function takes arguments", () => {
    const copies = new Array<string>(300_000).fill("64,2,4,128,1000,1");
    const read = (): unknown => table.read([header, ...copies].join("\n"), { file: "own.csv" });
    expect(read).toThrow(InputError);
    expect(read).toThrow(expect.objectContaining({ others: expect.objectContaining({ length: 299_998 }) }));
  });
});
