import fc from "fast-check";
import { expect } from "vitest";
import { readArchitecture } from "../../src/architecture/read.js";
import { InputError } from "../../src/errors.js";
import { arbitraryArchitectureInput } from "../../testing/arbitrary-architecture.js";
import * as configs from "./configs.js";
import { valid } from "./document.js";

/** Whatever the text says: an architecture, or an error that says where it is wrong. */
function expectAnswer(text: string): void {
  try {
    expect(readArchitecture(text, "a.yaml").layers.length).toBeGreaterThan(0);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    expect(cause.describe()).toMatch(/^a\.yaml/);
    for (const { place } of [cause, ...cause.others]) {
      expect(place?.line ?? 1).toBeGreaterThan(0);
      expect(place?.column ?? 1).toBeGreaterThan(0);
    }
  }
}

const expectAnswers = (texts: fc.Arbitrary<string>, numRuns: number): void =>
  fc.assert(fc.property(texts, expectAnswer), { numRuns });

const documents = fc.oneof(
  arbitraryArchitectureInput,
  fc.constantFrom(
    configs.bertBase,
    configs.electraSmall,
    configs.gpt2Small,
    configs.qwen3Small,
    configs.gemma2b,
  ),
);

const meaningful = fc
  .array(
    fc.constantFrom(
      ..."[]{}:,-?&*!|>'\"%@`#\n\t 01a~<=.".split(""),
      "hidden",
      "layers: ",
      "- ",
      "---\n",
      "...\n",
      "&a ",
      "*a ",
      "<<: ",
      "!!map ",
      "%YAML 1.1\n",
    ),
    { maxLength: 60 },
  )
  .map((units) => units.join(""));

const value = fc.jsonValue({ maxDepth: 4 });
const keyed = fc.dictionary(
  fc.constantFrom("hidden", "embedding", "layers", "model_type", "head", "hidden_size"),
  value,
);

const edits = fc.array(
  fc.record({ at: fc.nat(), length: fc.nat(8), text: fc.string({ unit: "binary", maxLength: 4 }) }),
  { minLength: 1, maxLength: 3 },
);
const documentTexts = fc.oneof(
  fc.constant(valid),
  documents.map((document) => JSON.stringify(document, undefined, 1)),
);
const charactersChanged = fc.tuple(documentTexts, edits).map(([text, all]) =>
  all.reduce((current, { at, length, text: inserted }) => {
    const start = at % (current.length + 1);
    return current.slice(0, start) + inserted + current.slice(start + length);
  }, text),
);

const numbers = [0, -1, 0.5, 1, 2, 3, 7, 64, 1e6, 2 ** 18, 2 ** 24, 1e12, 1e300, 2 ** 53];
const replacements = fc.oneof(
  fc.constantFrom(...numbers),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(undefined),
);
const valueChanged = fc
  .tuple(documents, fc.nat(), replacements)
  .map(([document, which, replacement]): string => {
    let seen = 0;
    const count = leaves(document);
    return JSON.stringify(document, (key, inner: unknown) => {
      if (key === "" || typeof inner === "object") return inner;
      return seen++ === which % count ? replacement : inner;
    });
  });

function leaves(of: unknown): number {
  if (typeof of !== "object" || of === null) return 1;
  return Object.values(of).reduce((sum: number, inner) => sum + leaves(inner), 0);
}

/** By the kind of text: reading any such text ends with an architecture, or with an error that says where it is wrong. */
export const anyText: Readonly<Record<string, (numRuns: number) => void>> = {
  "of random characters": (numRuns) => expectAnswers(fc.string({ unit: "binary", maxLength: 200 }), numRuns),
  "of characters that mean something": (numRuns) => expectAnswers(meaningful, 5 * numRuns),
  "of random JSON": (numRuns) =>
    expectAnswers(
      value.map((json) => JSON.stringify(json)),
      numRuns,
    ),
  "of random JSON under our keys": (numRuns) =>
    expectAnswers(
      keyed.map((json) => JSON.stringify(json, undefined, 1)),
      numRuns,
    ),
  "of a valid document with characters changed": (numRuns) => expectAnswers(charactersChanged, numRuns),
  "of a valid document with a value changed": (numRuns) => expectAnswers(valueChanged, numRuns),
};
