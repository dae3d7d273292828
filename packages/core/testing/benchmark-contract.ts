import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveArchitecture } from "../src/architecture/resolve.js";
import { architectureDocument } from "../src/architecture/write.js";
import type { BenchmarkFormat } from "../src/benchmark/benchmark.js";
import { InputError, UsageError } from "../src/errors.js";

/** A small text as the benchmark publishes it. */
export interface BenchmarkFixture {
  readonly text: string;
  readonly rows: number;
}

/** What every benchmark format owes: it reads its own text, and for any other text says what is wrong with it. */
export function benchmarkContract(format: BenchmarkFormat, { text, rows }: BenchmarkFixture): void {
  const readings = Object.keys(format.inventories);
  describe.each(readings.length === 0 ? [undefined] : readings)("read as %s", (inventory) => {
    it("has every row, each with a valid architecture and a finite quality", () => {
      const { entries, name } = format.read(text, { inventory });
      expect(name).toBe(format.name);
      expect(entries).toHaveLength(rows);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(rows);
      for (const { architecture, quality, macro } of entries) {
        expect(quality).toSatisfy(Number.isFinite);
        expect(macro.depth).toBe(architecture.layers.length);
        expect(resolveArchitecture(architectureDocument(architecture)).value).toEqual(architecture);
      }
    });
  });
  inventoryContract(format, text);
  faultContract(format, text);
}

function inventoryContract(format: BenchmarkFormat, text: string): void {
  it("has a default reading and refuses one that it does not know", () => {
    expect(format.read(text, {}).inventory).toBe(format.defaultInventory);
    if (format.defaultInventory !== undefined)
      expect(format.inventories).toHaveProperty([format.defaultInventory]);
    expect(() => format.read(text, { inventory: "no such" })).toThrow(UsageError);
  });
  it("is documented", () => {
    for (const words of [format.summary, format.source, format.licence, format.fileName])
      expect(words).toMatch(/\S/);
    for (const { summary } of Object.values(format.inventories)) expect(summary).toMatch(/\S/);
  });
}

function faultContract(format: BenchmarkFormat, text: string): void {
  it("refuses every beginning of its text", () => {
    const whole = text.trimEnd();
    for (let end = 0; end < whole.length; end += Math.max(1, Math.floor(whole.length / 150)))
      expectInputError(format, whole.slice(0, end));
  });
  it.each(["", "\0", "null", "3", "[]", "{}", "[[]]", "[null]", "name: x", "a,b\n1,2\n", "<html></html>"])(
    "refuses %j",
    (other) => expectInputError(format, other),
  );
  it("reads or refuses a text with some characters changed, and throws nothing else", () => {
    fc.assert(
      fc.property(changedText(text), (changed) => readOrRefuse(format, changed)),
      { numRuns: 300 },
    );
  });
  it("reads or refuses a text with a value replaced or removed, and throws nothing else", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...junk), (place, value) => {
        readOrRefuse(format, replaced(text, place, value));
      }),
      { numRuns: 300 },
    );
  });
}

function expectInputError(format: BenchmarkFormat, text: string): void {
  const read = () => format.read(text, { file: "bench" });
  expect(read, text.slice(-40)).toThrow(InputError);
  expect(read).toThrow(expect.objectContaining({ place: expect.objectContaining({ file: "bench" }) }));
}

/** Either a benchmark of sound rows, or an InputError. */
function readOrRefuse(format: BenchmarkFormat, text: string): void {
  try {
    for (const { quality, architecture } of format.read(text, {}).entries) {
      expect(quality).toSatisfy(Number.isFinite);
      expect(architecture.layers.length).toBeGreaterThan(0);
    }
  } catch (cause) {
    expect(cause).toBeInstanceOf(InputError);
  }
}

const changedText = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 2 })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) =>
      changes.reduce((now, [at, removed, put]) => now.slice(0, at) + put + now.slice(at + removed), text),
    );

const junk: readonly unknown[] = [undefined, null, -1, 0, 0.5, 1e99, "", "SA", true, [], {}, [1], { a: 1 }];

/** The JSON text with the value at a place, counted through all of it, made another; `undefined` removes it. */
function replaced(text: string, place: number, value: unknown): string {
  const total = count(JSON.parse(text));
  let left = place % total;
  return JSON.stringify(JSON.parse(text, (_key, old: unknown) => (left-- === 0 ? value : old)) ?? null);
}

const count = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, part: unknown) => sum + count(part), 1)
    : 1;
