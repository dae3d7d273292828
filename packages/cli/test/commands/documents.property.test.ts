import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configs, smallBert, spaceYaml, tinyYaml } from "../configs.js";
import { expectFitsTerminal } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const seed = 20_240_501; // the same documents on every machine

// One option a layer: a mutation then makes no space that takes minutes to search.
const smallSpace = spaceYaml
  .replace("heads: [2, 4]", "heads: [4]")
  .replace("ffnWidth: [128, 256]", "ffnWidth: [128]");
const documents = [
  tinyYaml,
  smallSpace,
  JSON.stringify(smallBert(), undefined, 2),
  JSON.stringify({ ...configs.gpt2, n_layer: 2 }),
  JSON.stringify({ ...configs.mistral, num_hidden_layers: 2 }, undefined, 1),
];

const oddities = [
  "-1",
  "0",
  "1.5",
  "1e12",
  "1e400",
  "null",
  "true",
  '""',
  "[]",
  "{}",
  "[",
  "]",
  "}",
  "{",
  ",",
  ":",
  "&a",
  "*a",
  "!!int x",
  "? ",
  "- ",
  "---",
  "...",
  "|",
  ">",
  "#",
  "\t",
  "\n",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\ufeff",
  "\ud800",
  "__proto__",
  "constructor",
  "NaN",
  ".inf",
  "0x10",
  "2001-01-01",
  "<<: *a",
  "heads",
  "hidden",
  "depth",
  "👍",
]; // prettier-ignore

const edit = fc.record({
  at: fc.nat(),
  cut: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(200)),
  insert: fc.oneof(
    fc.constant(""),
    fc.constantFrom(...oddities),
    fc.string({ maxLength: 8, unit: "binary" }),
  ),
});

/** A document that a mistake or a malicious hand has changed in a few places. */
const mutated = fc
  .tuple(fc.constantFrom(...documents), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([document, edits]) =>
    edits.reduce((text, { at, cut, insert }) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + cut);
    }, document),
  );

const numbers = fc.constantFrom(
  "0",
  "1",
  "2",
  "3",
  "4",
  "8",
  "16",
  "100",
  "256",
  "1024",
  "4096",
  "-4",
  "0.5",
  "1e3",
  "1e9",
);

/** A document in which some numbers are others: many are still architectures or spaces. */
const renumbered = fc
  .tuple(fc.constantFrom(...documents), fc.array(fc.tuple(fc.nat(), numbers), { minLength: 1, maxLength: 3 }))
  .map(([document, changes]) => {
    const places = [...document.matchAll(/\b\d+\b/g)].map(({ index }) => index);
    const chosen = new Map(changes.map(([at, number]) => [places[at % places.length], number]));
    return document.replaceAll(/\b\d+\b/g, (number, place: number) => chosen.get(place) ?? number);
  });

const arbitraryValue = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .dictionary(
      fc.constantFrom("hidden", "layers", "model_type", "embedding", "macro", "name"),
      fc.jsonValue(),
    )
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary", maxLength: 300 }),
);

const bytes = fc.uint8Array({ maxLength: 300 });

/** What any document whatever may lead to: a result, or a refusal that names the file. */
async function expectHandled(content: string | Uint8Array, command: readonly string[]): Promise<void> {
  const file = work.path(work.write("document.yaml", content));
  const { code, stdout, stderr } = await runInProcess([...command, file]);
  expect(stderr).not.toMatch(/^ +at |zerolm: internal error/m);
  expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  if (code === 0) {
    // A config may be read with a word: which model of it was read, or which keys were not.
    if (stderr !== "")
      expect(stderr).toMatch(/document\.yaml(:\d+)?: (no architectures|\S+ is read|.* not read)/);
    expectFitsTerminal(stdout);
  } else {
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^zerolm: /);
    // a budget that cannot be met or a space too large has a name of its own
    if (code === 2 && command[0] !== "search") expect(stderr).toContain("document.yaml");
  }
}

const commands = [
  ["inspect", "--matrices"],
  ["rank", "--proxy", "nsc"],
  ["rank"],
  ["search", "--top", "2", "--method", "exhaustive"],
];

describe("any document whatever", () => {
  it.each([
    ["mutated", mutated, 200],
    ["renumbered", renumbered, 100],
    ["arbitrary", arbitraryValue, 100],
    ["binary", bytes, 50],
  ] as const)("%s: is read, or refused with the file's name", async (_what, documents, numRuns) => {
    await fc.assert(
      fc.asyncProperty(
        documents as fc.Arbitrary<string | Uint8Array>,
        fc.constantFrom(...commands),
        expectHandled,
      ),
      { seed, numRuns },
    );
  });
});
