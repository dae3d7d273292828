import { shown } from "../document/check.js";
import { suggestion } from "../document/suggestion.js";

/** What a column of one's own table may say of a network, and what it is in words. */
const columns = {
  id: "its name",
  quality: "the trained quality, higher is better",
  group: "the networks it may be compared with: same data, tokens and recipe",
  architecture: "a zerolm document or Hugging Face config, as JSON",
  kind: "decoder, encoder or vit",
  hidden: "hidden size",
  depth: "number of layers",
  heads: "attention heads, one number or one a layer",
  keyValueHeads: "key/value heads, one number or one a layer",
  headDim: "width of a head, one number or one a layer",
  ffnWidth: "inner width of the FFN, one number or one a layer",
  ffnKind: "plain or gated",
  vocabulary: "tokens in the vocabulary",
  patch: "sizes of image and patch in pixels, such as 224/16",
  positions: "learned positions",
  tied: "whether the vocabulary projection is the embedding again: true or false",
  outputs: "outputs of a task head",
  normKind: "layer or rms",
  finalNorm: "whether a norm follows the last layer: true or false",
  bias: "whether attention and FFN have biases: true or false",
  publishedParameters: "the total parameter count that was published",
  source: "where the row was published",
} as const;

/** A column that is known to us. */
export type KnownColumn = keyof typeof columns;

/** Columns that a row without `architecture` needs, unless it is a Vision Transformer. */
export const requiredColumns = ["hidden", "depth", "heads", "ffnWidth", "vocabulary"] as const;

/** What others call them. */
const aliases: Readonly<Record<string, KnownColumn>> = {
  name: "id",
  hiddensize: "hidden",
  dmodel: "hidden",
  embeddim: "hidden",
  layers: "depth",
  nlayer: "depth",
  numlayers: "depth",
  numhiddenlayers: "depth",
  nhead: "heads",
  numheads: "heads",
  numattentionheads: "heads",
  dinner: "ffnWidth",
  intermediatesize: "ffnWidth",
  gated: "ffnKind",
  vocabsize: "vocabulary",
  parameterspublished: "publishedParameters",
};

const plain = (name: string): string => name.replaceAll(/[\s_-]/g, "").toLowerCase();

const known = new Map<string, KnownColumn>([
  ...Object.entries(aliases),
  ...Object.keys(columns).map((column) => [plain(column), column as KnownColumn] as const),
]);

/**
 * The column that a name stands for; capitals, `_`, `-` and spaces do not count.
 *
 * @example
 * columnOf("ffn_width"); // "ffnWidth"
 */
export const columnOf = (name: string): KnownColumn | undefined => known.get(plain(name));

/** Every column that has to be there and is not, with the name that may have been meant. */
export function missingColumns(
  there: ReadonlySet<KnownColumn>,
  foreign: readonly string[],
): { readonly column: KnownColumn; readonly message: string }[] {
  const sizes = requiredColumns.filter((column) => !(column === "vocabulary" && there.has("patch")));
  const needed: readonly KnownColumn[] = there.has("architecture") ? ["quality"] : ["quality", ...sizes];
  return needed
    .filter((column) => !there.has(column))
    .map((column) => {
      const near = suggestion(column, foreign);
      const fix =
        near === undefined ? `add it: ${columns[column]}` : `is it ${JSON.stringify(near)}? Rename that`;
      return { column, message: `the column is missing; ${fix}` };
    });
}

/** The number in a cell; `undefined` for an empty one; a sentence for anything else. */
export function cellNumber(cell: unknown): number | string | undefined {
  if (cell === undefined) return undefined;
  const value = typeof cell === "string" ? Number(cell) : cell;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const hint = notations.find(([notation]) => notation.test(String(cell)))?.[1] ?? "";
  return `must be a number, not ${shown(cell)}${hint}`;
}

/** What programs write for a score that a network has not. */
const noNumber = /^([+-]?(nan|inf(inity)?)|n\/?a|null|none)$/i;

/**
 * The score in a cell; `undefined` for an empty one and for one that is no number or not finite, as of a proxy that diverged; a sentence
 * for anything else.
 */
export function cellScore(cell: unknown): number | string | undefined {
  const text = String(cell).trim();
  return noNumber.test(text) || Math.abs(Number(text)) === Number.POSITIVE_INFINITY
    ? undefined
    : cellNumber(cell);
}

/** Numbers as spreadsheets write them, and what to do about it. */
const notations: readonly (readonly [RegExp, string])[] = [
  [/^[+-]?\d+,\d+$/, "; write decimals with a point, and thousands without a comma"],
  [/^[+-]?[\d.]+\s*%$/, "; leave out the %"],
];
