import type { Problem } from "../document/check.js";
import { shown } from "../document/check.js";
import { suggestion } from "../document/suggestion.js";
import { isMissing } from "./missing.js";

/** What a column of one's own table may say of a network, and what it is in words. */
const columns = {
  id: "its name",
  quality: "the trained quality, higher is better",
  architecture: "a zerolm document or Hugging Face config, as JSON",
  kind: "encoder or decoder",
  hidden: "hidden size",
  depth: "number of layers",
  heads: "attention heads, one number or one a layer",
  keyValueHeads: "key/value heads",
  headDim: "width of a head",
  ffnWidth: "inner width of the FFN, one number or one a layer",
  ffnKind: "plain or gated",
  vocabulary: "tokens in the vocabulary",
  positions: "learned positions",
  tied: "whether the vocabulary projection is the embedding again: true or false",
} as const;

/** A column that is known to us. */
export type KnownColumn = keyof typeof columns;

const required = ["hidden", "depth", "heads", "ffnWidth", "vocabulary"] as const;

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
  ninner: "ffnWidth",
  vocabsize: "vocabulary",
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
  const needed: readonly KnownColumn[] = [
    ...(needsQuality ? (["quality"] as const) : []),
    ...(there.has("architecture") ? [] : required),
  ];
  return needed
    .filter((column) => !there.has(column))
    .map((column) => ({ column, message: `the column is missing; ${fixOf(column, foreign)}` }));
}

function fixOf(column: KnownColumn, foreign: readonly string[]): string {
  const near =
    suggestion(column, foreign) ?? (column === "quality" ? measureIn(foreign, higherIsBetter) : undefined);
  if (near !== undefined) return `is it ${JSON.stringify(near)}? Rename that`;
  const loss = column === "quality" ? measureIn(foreign, lowerIsBetter) : undefined;
  return loss === undefined
    ? `add it: ${columns[column]}`
    : `is it ${JSON.stringify(loss)}? Negate that and rename it, since lower is better there`;
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
  [/^[+-]?\d+,\d+$/, "; write decimals with a point, and thousands without a comma"],
  [/^[+-]?[\d.]+\s*%$/, "; leave out the %"],
];

interface DocumentOfCells {
  readonly value?: unknown;
  readonly problems?: readonly Problem[];
}

/**
 * The document of an architecture that the cells of a row say.
 *
 * @param isPartial only look for cells that are wrong: columns are missing
 */
export function documentOfCells(
  cells: ReadonlyMap<KnownColumn, unknown>,
  name: string,
  isPartial: boolean,
): DocumentOfCells {
  if (cells.has("architecture")) return inlineDocument(cells.get("architecture"), name);
  const numbers = new Map(
    [...required, "keyValueHeads" as const, "headDim" as const, "positions" as const].map(
      (column) => [column, cellSizes(cells.get(column), column)] as const,
    ),
  );
  const problems = [...numbers].flatMap(([column, value]): Problem[] => {
    if (typeof value === "string") return [{ path: [column], message: value }];
    const isNeeded = (required as readonly string[]).includes(column);
    return value === undefined && isNeeded && !isPartial ? [{ path: [column], message: "is missing" }] : [];
  });
  problems.push(...lengthProblems(numbers), ...flagProblems(cells));
  if (problems.length > 0) return { problems };
  return isPartial ? {} : { value: document(cells, numbers as Sizes, name) };
}

type Sizes = ReadonlyMap<KnownColumn, readonly number[] | undefined>;

function inlineDocument(cell: unknown, name: string): DocumentOfCells {
  const wrong = {
    problems: [{ path: ["architecture"], message: `must be a map as JSON, not ${shown(cell)}` }],
  };
  try {
    const value: unknown = typeof cell === "string" ? JSON.parse(cell) : cell;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong;
    return { value: "layers" in value ? { name, ...value } : value };
  } catch {
    return wrong;
  }
}

const perLayer: readonly string[] = ["heads", "keyValueHeads", "ffnWidth"];

/** One size or a list (`[4, 8]`, `(4, 8)`, `4;8`, `4 8`); a sentence if it is neither. */
function cellSizes(cell: unknown, column: string): readonly number[] | string | undefined {
  if (cell === undefined) return undefined;
  const parts =
    typeof cell === "string"
      ? cell
          .replace(/^(?:\[(.*)\]|\((.*)\))$/, "$1$2")
          .trim()
          .replace(/,$/, "")
          .split(/[\s;,|]+/)
      : [cell].flat();
  const sizes = parts.map((part) => (part === "" ? Number.NaN : Number(part)));
  if (sizes.some((size) => !Number.isInteger(size) || size < (column === "positions" ? 0 : 1)))
    return `must be a whole number${column === "positions" ? "" : " from 1"}, not ${shown(cell)}`;
  return sizes.length > 1 && !perLayer.includes(column) ? `must be one number, not ${shown(cell)}` : sizes;
}

function lengthProblems(sizes: ReadonlyMap<KnownColumn, unknown>): Problem[] {
  const depth = sizes.get("depth");
  if (!Array.isArray(depth)) return [];
  return perLayer.flatMap((column) => {
    const list = sizes.get(column as KnownColumn);
    if (!Array.isArray(list) || list.length === 1 || list.length === depth[0]) return [];
    return [
      {
        path: [column],
        message: `has ${list.length} numbers for ${depth[0]} layers; give one, or one a layer`,
      },
    ];
  });
}

const flags: Readonly<Partial<Record<KnownColumn, readonly string[]>>> = {
  kind: ["encoder", "decoder"],
  ffnKind: ["plain", "gated"],
  tied: ["true", "false"],
};

const flagOf = (cell: unknown): string => String(cell).toLowerCase();

function flagProblems(cells: ReadonlyMap<KnownColumn, unknown>): Problem[] {
  return Object.entries(flags).flatMap(([column, values]) => {
    const cell = cells.get(column as KnownColumn);
    if (cell === undefined || values.includes(flagOf(cell))) return [];
    return [{ path: [column], message: `must be ${values.join(" or ")}, not ${shown(cell)}` }];
  });
}

function document(cells: ReadonlyMap<KnownColumn, unknown>, sizes: Sizes, name: string): unknown {
  const one = (column: KnownColumn, layer = 0): number | undefined => {
    const list = sizes.get(column);
    return list?.[list.length === 1 ? 0 : layer];
  };
  const tied = cells.get("tied");
  const optional = (key: string, value: unknown): object => (value === undefined ? {} : { [key]: value });
  return {
    name,
    ...optional("kind", cells.has("kind") ? flagOf(cells.get("kind")) : undefined),
    hidden: one("hidden"),
    embedding: { vocabulary: one("vocabulary"), positions: one("positions") ?? 0 },
    ...optional(
      "head",
      tied === undefined ? undefined : { vocabulary: flagOf(tied) === "true" ? "tied" : "separate" },
    ),
    layers: Array.from({ length: Math.min(one("depth") as number, 1025) }, (_, layer) => ({
      mixer: {
        kind: "attention",
        heads: one("heads", layer),
        ...optional("keyValueHeads", one("keyValueHeads", layer)),
        ...optional("headDim", one("headDim")),
      },
      ffn: {
        kind: cells.has("ffnKind") ? flagOf(cells.get("ffnKind")) : "plain",
        width: one("ffnWidth", layer),
      },
    })),
  };
}
