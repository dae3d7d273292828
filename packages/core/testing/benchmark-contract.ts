import {
  architectureDocument,
  type BenchmarkFormat,
  InputError,
  readDocument,
  resolveArchitecture,
  UsageError,
} from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** A small text as the benchmark publishes it. */
export interface BenchmarkFixture {
  readonly text: string;
  readonly rows: number;
  /** The quality of one of its rows as it stands there, for example `61.5`; nothing else in the text is written so. */
  readonly quality: string;
  /** The texts beside it. */
  readonly files?: ReadonlyMap<string, string>;
  /** Why a beginning of the text may be a text of the format, where it may. */
  readonly openEnded?: string;
}

const runs = { numRuns: 150 };

/** What programs write for a number that is none; JSON, YAML and CSV can all hold these. */
const missing: readonly string[] = ['"nan"', '"-inf"', '""', "null", "NaN", "Infinity", "-Infinity"];

/** What every benchmark format owes: it reads its own text, and for any other text says what is wrong with it. */
export function benchmarkContract(format: BenchmarkFormat, fixture: BenchmarkFixture): void {
  const { text, rows, files } = fixture;
  const readings = Object.keys(format.readings);
  describe.each(readings.length === 0 ? [undefined] : readings)("read as %s", (reading) => {
    it("has every row, each with a valid architecture and a finite quality", () => {
      const { entries, name } = format.read(text, { reading, files });
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
  readingContract(format, fixture);
  qualityContract(format, fixture);
  faultContract(format, fixture);
  if (files) besideContract(format, fixture, files);
}

function readingContract(format: BenchmarkFormat, { text, files }: BenchmarkFixture): void {
  it("has a default reading and refuses one that it does not know", () => {
    expect(format.read(text, { files }).reading).toBe(format.defaultReading);
    if (format.defaultReading !== undefined) expect(format.readings).toHaveProperty([format.defaultReading]);
    expect(() => format.read(text, { files, reading: "no such" })).toThrow(UsageError);
  });
  it("is documented", () => {
    for (const words of [format.summary, format.source, format.licence]) expect(words).toMatch(/\S/);
    expect(text).toMatch(format.signature);
    for (const { summary } of Object.values(format.readings)) expect(summary).toMatch(/\S/);
  });
}

function qualityContract(format: BenchmarkFormat, { text, rows, quality, files }: BenchmarkFixture): void {
  it("says which qualities there are, reads each by its name, and refuses one that it does not know", () => {
    const usual = format.read(text, { files });
    expect(usual.qualityName).toBe(usual.qualities[0]);
    for (const name of usual.qualities) {
      const read = format.read(text, { files, quality: name });
      expect(read).toMatchObject({ qualityName: name, qualities: usual.qualities });
      expect(read.quality).toMatch(/\S/);
      const left = read.leftOut?.reduce((sum, { count }) => sum + count, 0) ?? 0;
      expect(read.entries.length + left).toBe(rows);
    }
    expect(format.read(text, { files, quality: usual.qualityName })).toEqual(usual);
    expect(() => format.read(text, { files, quality: "no such" })).toThrow(UsageError);
  });
  it.each(missing)("leaves out a row whose quality is %s, and says so", (cell) => {
    const whole = format.read(text, { files });
    const { entries, leftOut = [], publishedScores } = format.read(text.replace(quality, cell), { files });
    const [gone, ...others] = whole.entries.filter(({ id }) => !entries.some((entry) => entry.id === id));
    expect(others).toEqual([]);
    expect(entries).toEqual(whole.entries.filter((entry) => entry !== gone));
    expect(leftOut).toEqual([{ reason: expect.stringMatching(/\S/), count: 1, ids: [gone?.id] }]);
    for (const scores of Object.values(publishedScores ?? {})) expect(scores).toHaveLength(entries.length);
  });
}

function faultContract(format: BenchmarkFormat, fixture: BenchmarkFixture): void {
  const whole = fixture.text.trimEnd();
  it("refuses every beginning of its text, unless that is one", () => {
    const step = Math.max(1, Math.floor(whole.length / 100));
    for (let end = 0; end < whole.length; end += step) {
      const check = fixture.openEnded === undefined ? expectInputError : readOrRefuse;
      check(format, { ...fixture, text: whole.slice(0, end) });
    }
  });
  it.each(["", "\0", "null", "3", "[]", "{}", "[[]]", "[null]", "name: x", "a,b\n1,2\n", "<html></html>"])(
    "refuses %j",
    (text) => expectInputError(format, { ...fixture, text }),
  );
  it("reads or refuses a text with some characters changed, and throws nothing else", () => {
    fc.assert(
      fc.property(changedText(whole), (text) => readOrRefuse(format, { ...fixture, text })),
      runs,
    );
  });
  it("reads or refuses a text with a value replaced or removed, and throws nothing else", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...junk), (place, value) => {
        readOrRefuse(format, { ...fixture, text: replaced(whole, place, value) });
      }),
      runs,
    );
  });
}

function besideContract(
  format: BenchmarkFormat,
  fixture: BenchmarkFixture,
  files: ReadonlyMap<string, string>,
): void {
  const withText = (path: string, text: string): BenchmarkFixture => ({
    ...fixture,
    files: new Map([...files, [path, text]]),
  });
  it("asks for the files beside it", () => {
    expect([...files.keys()].filter((path) => !format.beside?.(path))).toEqual([]);
  });
  it("reads or refuses files beside it with something changed, and throws nothing else", () => {
    const text = fc.constantFrom(...files).chain(([path, whole]) =>
      fc.oneof(
        changedText(whole).map((changed) => withText(path, changed)),
        fc.nat(whole.length).map((end) => withText(path, whole.slice(0, end))),
        fc
          .tuple(fc.nat(), fc.constantFrom(...junk))
          .map(([place, value]) => withText(path, replaced(whole, place, value))),
      ),
    );
    fc.assert(
      fc.property(text, (changed) => readOrRefuse(format, changed)),
      runs,
    );
  });
}

function expectInputError(format: BenchmarkFormat, { text, files }: BenchmarkFixture): void {
  const read = () => format.read(text, { file: "bench", files });
  expect(read, text.slice(-40)).toThrow(InputError);
  expect(read).toThrow(expect.objectContaining({ place: expect.objectContaining({ file: "bench" }) }));
}

/** Either a benchmark of sound rows, or an InputError. */
function readOrRefuse(format: BenchmarkFormat, { text, files }: BenchmarkFixture): void {
  try {
    for (const { quality, architecture } of format.read(text, { files }).entries) {
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

/**
 * The text with the value at a place, counted through all of it, made another; `undefined` removes it. Of a text that is no map or
 * list in YAML or JSON, a cell of the table.
 */
function replaced(text: string, place: number, value: unknown): string {
  const whole = textValue(text);
  if (typeof whole !== "object") return replacedCell(text, place, value);
  let left = place % count(whole);
  const json = JSON.stringify(whole);
  return JSON.stringify(JSON.parse(json, (_key, old: unknown) => (left-- === 0 ? value : old)) ?? null);
}

function textValue(text: string): unknown {
  try {
    return readDocument(text).value;
  } catch {
    return text;
  }
}

function replacedCell(text: string, place: number, value: unknown): string {
  const parts = text.split(/([,\n])/);
  parts[2 * (place % Math.ceil(parts.length / 2))] = value === undefined ? "" : JSON.stringify(value);
  return parts.join("");
}

const count = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, part: unknown) => sum + count(part), 1)
    : 1;
