import { shown } from "../document/check.js";
import { suggestion } from "../document/suggestion.js";
import { isMissing } from "./missing.js";

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
  tied: "whether the vocabulary projection is tied to the embedding: true or false",
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
  dff: "ffnWidth",
  dinner: "ffnWidth",
  ffndim: "ffnWidth",
  intermediatesize: "ffnWidth",
  gated: "ffnKind",
  ninner: "ffnWidth",
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

/**
 * Every column that has to be there and is not, with the name that may have been meant.
 *
 * @param needsQuality whether `quality` has to be there: no other column was chosen
 */
export function missingColumns(
  there: ReadonlySet<KnownColumn>,
  foreign: readonly string[],
  needsQuality: boolean,
): { readonly column: KnownColumn; readonly message: string }[] {
  const sizes = requiredColumns.filter((column) => !(column === "vocabulary" && there.has("patch")));
  const needed: readonly KnownColumn[] = [
    ...(needsQuality ? (["quality"] as const) : []),
    ...(there.has("architecture") ? [] : sizes),
  ];
  return needed
    .filter((column) => !there.has(column))
    .map((column) => ({ column, message: `the column is missing. ${fixOf(column, foreign)}` }));
}

function fixOf(column: KnownColumn, foreign: readonly string[]): string {
  const near =
    suggestion(column, foreign) ?? (column === "quality" ? measureIn(foreign, higherIsBetter) : undefined);
  if (near !== undefined) return `Is it ${JSON.stringify(near)}? Rename that.`;
  const loss = column === "quality" ? measureIn(foreign, lowerIsBetter) : undefined;
  return loss === undefined
    ? `Add it: ${columns[column]}.`
    : `Is it ${JSON.stringify(loss)}? Negate that and rename it, since lower is better there.`;
}

/** What others call the trained quality. */
const higherIsBetter = /acc|score|top.?[15]|f1|auc|bleu|glue/i;
const lowerIsBetter = /ppl|perplexity|loss|error|nll|bpb/i;

const measureIn = (names: readonly string[], measure: RegExp): string | undefined =>
  names.find((name) => measure.test(name));

/** The number in a cell; `undefined` for a missing one; a sentence for anything else. */
export function cellNumber(cell: unknown): number | string | undefined {
  if (isMissing(cell)) return undefined;
  const value = typeof cell === "string" ? Number(cell) : cell;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const hint = notations.find(([notation]) => notation.test(String(cell)))?.[1] ?? "";
  return `must be a number, not ${shown(cell)}${hint}`;
}

/** Numbers as spreadsheets write them, and what to do about it. */
const notations: readonly (readonly [RegExp, string])[] = [
  [/^[+-]?\d+,\d+$/, ". Write decimals with a point, and thousands without a comma."],
  [/^[+-]?[\d.]+\s*%$/, ". Leave out the %."],
];
