import { WorkError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packer, type Row } from "../../src/report/columns.js";
import { rowsOf } from "../../src/report/rows.js";

const panel = (score: (index: number) => number): Row[] =>
  ["a", "b", "a"].map((name, index) => ({ name, score: score(index) }));

describe("packed rows", () => {
  it("are what was packed, of any texts and numbers", () => {
    const row = fc.record({ name: fc.string(), score: fc.double({ noNaN: true, noDefaultInfinity: true }) });
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1 }), { maxLength: 4 }), (tables) => {
        const { pack, packed } = packer();
        const places = tables.map(pack);
        const page = JSON.parse(JSON.stringify({ places, ...packed() }));
        const unpacked = page.places.map((place: Record<string, number>) => rowsOf(place, page));
        // JSON knows one zero.
        expect(unpacked).toEqual(JSON.parse(JSON.stringify(tables)));
      }),
    );
  });

  it("hold each text and each column once", () => {
    const { pack, packed } = packer();
    const [one, other] = [panel((index) => index), panel((index) => -index - 1)].map(pack);
    expect(packed()).toEqual({
      texts: ["a", "b"],
      columns: [{ texts: [0, 1, 0] }, { numbers: [0, 1, 2] }, { numbers: [-1, -2, -3] }],
    });
    expect([one, other]).toEqual([
      { name: 0, score: 1 },
      { name: 0, score: 2 },
    ]);
  });

  it("are new objects each time, since Vega writes into them", () => {
    const { pack, packed } = packer();
    const place = pack([{ name: "a" }]);
    expect(rowsOf(place, packed())[0]).not.toBe(rowsOf(place, packed())[0]);
  });

  it("are none of none", () => {
    const { pack, packed } = packer();
    expect(rowsOf(pack([]), packed())).toEqual([]);
  });

  it("are refused where a field is missing or of two types", () => {
    const { pack } = packer();
    expect(() => pack([{ name: "a", score: 1 }, { name: "b" }])).toThrow(WorkError);
    expect(() => pack([{ name: "a" }, { name: 1 }])).toThrow("cannot show name");
  });
});
