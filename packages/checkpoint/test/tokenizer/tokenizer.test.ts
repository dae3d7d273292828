import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blobFolder, type Folder } from "../../src/source/folder.js";
import { readTokenizer } from "../../src/tokenizer/tokenizer.js";

interface Golden {
  readonly source: string;
  readonly texts: readonly string[];
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly files: Readonly<Record<string, string>>;
        readonly ids: readonly (readonly number[])[];
        /** Tokens of the text `a` with those around it. */
        readonly whole: readonly number[];
      }
    >
  >;
}

const { source, texts, cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden/by-tokenizers.json"), "utf8"),
) as Golden;

const folderOf = (files: Readonly<Record<string, string>>): Folder =>
  blobFolder(new Map(Object.entries(files).map(([name, text]) => [name, new Blob([text])])), "model");

describe.each(Object.entries(cases))(
  `tokens of %s are those of ${source}`,
  (_name, { files, ids, whole }) => {
    it.each(texts.map((text, index) => [text, ids[index]!] as const))("%j", async (text, expected) => {
      const { encode } = await readTokenizer(folderOf(files), 1000);
      expect([...encode(text)]).toEqual(expected);
    });

    it("with what stands around them", async () => {
      const { before, behind, encode } = await readTokenizer(folderOf(files), 1000);
      expect([...before, ...encode("a"), ...behind]).toEqual(whole);
    });
  },
);

it.each([
  ["RoBERTa", 4],
  ["BERT", 4],
  ["GPT-2", undefined],
])("knows the mask of %s", async (name, mask) => {
  expect((await readTokenizer(folderOf(cases[name]!.files), 1000)).mask).toBe(mask);
});

describe("without a tokenizer", () => {
  it("a model of 256 tokens sees bytes", async () => {
    const { encode, from } = await readTokenizer(folderOf({}), 256);
    expect(from).toBe("bytes");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect([...encode(text)]).toEqual([...Buffer.from(text)]);
      }),
    );
  });

  it.each([
    [{}, 257, "model: holds no tokenizer.json, but the model has 257 tokens. Add the tokenizer"],
    [
      { "tokenizer.model": "x" },
      256,
      "model: holds tokenizer.model, which is not read, and no tokenizer.json",
    ],
  ])("another is refused, %j", async (files, vocabulary, message) => {
    const refused = await readTokenizer(folderOf(files), vocabulary).then(
      () => "",
      (error: InputError) => error.describe(),
    );
    expect(refused).toContain(message);
  });
});

it("never fails with a defect, whatever stands in the files", () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        "tokenizer.json": fc.oneof(
          fc.json(),
          fc.string(),
          fc
            .record({ model: fc.dictionary(fc.constantFrom("type", "vocab", "merges"), fc.jsonValue()) })
            .map((value) => JSON.stringify(value)),
        ),
      }),
      async (files) => {
        try {
          (await readTokenizer(folderOf(files), 256)).encode("In the beginning");
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      },
    ),
    { numRuns: 300 },
  ));
