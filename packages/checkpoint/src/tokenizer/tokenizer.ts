import { InputError } from "@zerolm/core";
import { type Folder, readText } from "../source/folder.js";
import { byteTokenizer } from "./byte-tokenizer.js";
import { bertDocument, gptDocument, type TokenizerDocument } from "./old-files.js";

/** What makes tokens of a text. */
export interface Tokenizer {
  /** What it was read from: a file, or `bytes`. */
  readonly from: string;
  /** Token numbers of a text, without any that mark its ends. */
  readonly encode: (text: string) => Int32Array;
  /** Tokens that the model expects before a text, and behind it. */
  readonly before: readonly number[];
  readonly behind: readonly number[];
  /** The token that stands for a hidden one; nothing if there is none. */
  readonly mask: number | undefined;
}

const main = "tokenizer.json";

/**
 * The tokenizer of a checkpoint: `tokenizer.json`, else `vocab.json` and `merges.txt` (GPT-2), else `vocab.txt` (BERT). Without any of them, a model of
 * 256 tokens sees bytes.
 *
 * @param vocabulary of the model
 * @throws {InputError} if there is none that is read, or it is no tokenizer
 * @example
 * const { encode } = await readTokenizer(checkpoint.folder, 256);
 * encode("In the beginning");
 */
export async function readTokenizer(folder: Folder, vocabulary: number): Promise<Tokenizer> {
  const has = (...names: readonly string[]): boolean => names.every((name) => folder.files.includes(name));
  const config = await mapOf(folder, "tokenizer_config.json");
  if (has(main)) return await built(main, (await mapOf(folder, main)) ?? {}, config);
  if (has("vocab.json", "merges.txt")) {
    const vocab = (await mapOf(folder, "vocab.json")) ?? {};
    const document = gptDocument(vocab, await readText(folder, "merges.txt"));
    return await built("vocab.json and merges.txt", document, config);
  }
  if (has("vocab.txt"))
    return await built("vocab.txt", bertDocument(await readText(folder, "vocab.txt"), config ?? {}), config);
  if (vocabulary === 256 && !has("tokenizer.model")) return byteTokenizer;
  const found = has("tokenizer.model") ? "tokenizer.model, which is not read, and no" : "no";
  throw new InputError(
    `holds ${found} ${main}, but the model has ${vocabulary} tokens. Add the tokenizer that it was trained with: AutoTokenizer.from_pretrained(…).save_pretrained(…) writes ${main}.`,
    { file: folder.name },
  );
}

type Values = Readonly<Record<string, unknown>>;

/** A JSON file that must be a map; nothing if it is not there. The engine's parser reads large vocabularies in a moment. */
async function mapOf(folder: Folder, file: string): Promise<Values | undefined> {
  if (!folder.files.includes(file)) return undefined;
  const value = parsed(await readText(folder, file), file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Values;
  throw new InputError("must be a map of keys", { file });
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`is not JSON: ${textOf(error)}`, { file });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws {InputError} for whatever the library makes of a document that is no tokenizer */
async function built(
  from: string,
  document: TokenizerDocument,
  config: Values | undefined = {},
): Promise<Tokenizer> {
  const { Tokenizer: Library } = await import("@huggingface/tokenizers");
  try {
    const library = new Library(document, config);
    const encode = (text: string, isWhole = false): number[] =>
      library.encode(text, { add_special_tokens: isWhole }).ids;
    return {
      from,
      encode: (text) => guarded(from, () => Int32Array.from(encode(text))),
      ...endsOf(encode(sample), encode(sample, true)),
      mask: maskNames(config)
        .map((name) => library.token_to_id(name))
        .find((id) => id !== undefined),
    };
  } catch (error) {
    throw notRead(from, error);
  }
}

function guarded<Result>(from: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw notRead(from, error);
  }
}

const notRead = (file: string, error: unknown): InputError =>
  new InputError(`cannot be used as a tokenizer: ${textOf(error)}`, { file });

/** Any text that has tokens. */
const sample = "a";

/** What is added around the tokens of a text. */
function endsOf(inner: readonly number[], whole: readonly number[]): Pick<Tokenizer, "before" | "behind"> {
  const starts = [...Array(Math.max(0, whole.length - inner.length + 1)).keys()];
  const start = starts.find((at) => inner.every((id, index) => whole[at + index] === id)) ?? 0;
  return { before: whole.slice(0, start), behind: whole.slice(start + inner.length) };
}

/** What the token that hides others may be called: as the config says, or as BERT and RoBERTa have it. */
const maskNames = ({ mask_token: given }: Values): string[] =>
  [contentOf(given), "[MASK]", "<mask>"].filter((name) => name !== undefined);

/** A special token as `tokenizer_config.json` has it: a text, or a map that holds it. */
function contentOf(token: unknown): string | undefined {
  const text = typeof token === "object" && token !== null && "content" in token ? token.content : token;
  return typeof text === "string" ? text : undefined;
}
