import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { isPredictorText, readPredictor, writePredictor } from "../../src/predictor/file.js";
import { fitPredictor } from "../../src/predictor/predictor.js";
import { shape } from "../../src/proxy/shape.js";
import { Random } from "../../src/random/random.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { randomEntries } from "./synthetic.js";

const predictor = fitPredictor(randomEntries(8, new Random(5)), { quality: "GLUE score" });
const text = writePredictor(predictor);

/** The file with a change in its first view. */
const changedView = (change: object): string =>
  changed((file) => Object.assign((file.views as object[])[0] as object, change));

/** The file with one change. */
function changed(change: (file: Record<string, unknown>) => void): string {
  const file = JSON.parse(text) as Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
}

describe("a predictor file", () => {
  it("reads back as what was written", () => {
    const read = readPredictor(text, "p.json");
    expect(read).toMatchObject({ prior: shape, quality: "GLUE score", labels: predictor.labels });
    expect(read.fit.logMarginalLikelihood).toBeCloseTo(predictor.fit.logMarginalLikelihood, 8);
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const [before, after] = [predictor, read].map(({ predict }) => predict(architecture));
        expect(after!.quality).toBeCloseTo(before!.quality, 8);
        for (const end of [0, 1]) expect(after!.interval[end]).toBeCloseTo(before!.interval[end]!, 6);
        expect(read.scorer.score(architecture).value).toBe(after!.quality);
      }),
    );
  });

  it("is small, says what it is, and is the same for the same labels", () => {
    expect(text.length).toBeLessThan(8 * 500 + 6 * 1500);
    expect(isPredictorText(text)).toBe(true);
    expect(writePredictor(fitPredictor(randomEntries(8, new Random(5)), { quality: "GLUE score" }))).toBe(
      text,
    );
  });

  it.each([
    ["a benchmark", '[{"id": 1}]', /is not a predictor. Write one with zerolm calibrate/],
    ["an architecture", "hidden: 64\n", /is not a predictor/],
    ["nothing", "", /is empty/],
    ["half of one", text.slice(0, 400), /./],
    [
      "a later version",
      changed((file) => Object.assign(file, { version: 3 })),
      /version: is 3.*version 2.*again/,
    ],
    [
      "an earlier version",
      changed((file) => Object.assign(file, { version: 1 })),
      /version: is 1.*version 2.*again/,
    ],
    ["no version", changed((file) => delete file.version), /version: is undefined/],
    ["an unknown key", changedView({ noize: 1 }), /noize: is not a known key. Did you mean "noise"/],
    [
      "an unknown prior",
      changed((file) => Object.assign(file, { prior: "magic" })),
      /prior: must be one of shape, zerolm/,
    ],
    ["noise below zero", changedView({ noise: -1 }), /noise: must be at least/],
    ["a warp that there is not", changedView({ lambda: 3 }), /lambda: must be one of 0, 1, 2/],
    ["no view", changed((file) => Object.assign(file, { views: [] })), /views: must be at least 1/],
    [
      "one label",
      changed((file) => Object.assign(file, { labels: (file.labels as unknown[]).slice(1, 2) })),
      /labels: must be at least 2/,
    ],
    ["no kernel", changedView({ kernel: undefined }), /kernel: is missing/],
  ])("refuses %s, with file and key", (_what, wrong, says) => {
    const read = () => readPredictor(wrong, "p.json");
    expect(read).toThrow(InputError);
    try {
      read();
    } catch (error) {
      expect((error as InputError).describe()).toMatch(/^p\.json/);
      expect((error as InputError).describe()).toMatch(says);
    }
  });

  it("reads or refuses a file with a value replaced or removed, and throws nothing else", () => {
    const junk = [undefined, null, -1, 0, 0.5, 1e9, 1e-9, 1e4, 1e99, -1e99, "", "nsc", true, [], {}];
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...junk), (place, value) => {
        readOrRefuse(replaced(place, value));
      }),
      { numRuns: 500 },
    );
  });

  it("reads or refuses a file with some characters changed, and throws nothing else", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(3), fc.string({ maxLength: 2 }), (at, removed, put) => {
        readOrRefuse(text.slice(0, at) + put + text.slice(at + removed));
      }),
      { numRuns: 300 },
    );
  });
});

const probe = randomEntries(1, new Random(9))[0]!.architecture;

function readOrRefuse(wrong: string): void {
  try {
    const { quality, interval } = readPredictor(wrong, "p.json").predict(probe);
    expect([quality, ...interval].every(Number.isFinite)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
  }
}

/** The file with the value at a place, counted through all of it, made another; `undefined` removes it. */
function replaced(place: number, value: unknown): string {
  let count = 0;
  JSON.parse(text, (_key, old: unknown) => {
    count++;
    return old;
  });
  let left = place % count;
  return JSON.stringify(JSON.parse(text, (_key, old: unknown) => (left-- === 0 ? value : old)) ?? null);
}
