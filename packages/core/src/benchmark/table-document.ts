import { maximumDepth } from "../architecture/size.js";
import { type Problem, shown } from "../document/check.js";
import { type KnownColumn, requiredColumns } from "./table-columns.js";

const requiredOfVision = ["hidden", "depth", "heads", "ffnWidth", "patch"] as const;

const sizeColumns = [...requiredColumns, "keyValueHeads", "headDim", "positions", "outputs"] as const;

/** What a row says, by the columns that are known. */
type Cells = ReadonlyMap<KnownColumn, unknown>;

interface DocumentOfCells {
  readonly value?: unknown;
  readonly problems?: readonly Problem[];
}

/**
 * The document of an architecture that the cells of a row say.
 *
 * @param isPartial only look for cells that are wrong: columns are missing
 */
export function documentOfCells(cells: Cells, name: string, isPartial: boolean): DocumentOfCells {
  if (cells.has("architecture")) return inlineDocument(cells.get("architecture"), name);
  const numbers = new Map(
    sizeColumns.map((column) => [column, cellSizes(cells.get(column), column)] as const),
  );
  const needed = isVision(cells) ? requiredOfVision : requiredColumns;
  const problems = [...numbers].flatMap(([column, value]): Problem[] =>
    typeof value === "string" ? [{ path: [column], message: value }] : [],
  );
  if (!isPartial)
    for (const column of needed)
      if (!cells.has(column)) problems.push({ path: [column], message: "is missing" });
  problems.push(...lengthProblems(numbers), ...choiceProblems(cells), ...patchProblems(cells));
  if (problems.length > 0) return { problems };
  return isPartial ? {} : { value: document(cells, numbers as Sizes, name) };
}

const isVision = (cells: Cells): boolean => choiceOf(cells, "kind") === "vit";

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

const perLayer: readonly string[] = ["heads", "keyValueHeads", "headDim", "ffnWidth"];
/** Sizes that may be 0: there is none of it. */
const maybeNone: readonly string[] = ["positions", "vocabulary", "outputs"];

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
  const least = maybeNone.includes(column) ? 0 : 1;
  if (sizes.some((size) => !Number.isInteger(size) || size < least))
    return `must be a whole number${least === 0 ? "" : " from 1"}, not ${shown(cell)}`;
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
        message: `has ${list.length} numbers for ${depth[0]} layers. Give one number, or one for each layer.`,
      },
    ];
  });
}

const yesOrNo: Choice = [
  ["true", "1"],
  ["false", "0"],
];

/** The words that a column may hold, each with its other spellings. */
type Choice = readonly (readonly [word: string, ...spellings: string[]])[];

/** Columns of a few words. */
const choices: Readonly<Partial<Record<KnownColumn, Choice>>> = {
  kind: [["decoder"], ["encoder"], ["vit"]],
  ffnKind: [
    ["plain", "false", "0"],
    ["gated", "true", "1"],
  ],
  normKind: [["layer"], ["rms"]],
  tied: yesOrNo,
  finalNorm: yesOrNo,
  bias: yesOrNo,
};

/** The word in a cell, in any case; `undefined` if the cell is empty or says something else. */
function choiceOf(cells: Cells, column: KnownColumn): string | undefined {
  const written = String(cells.get(column)).toLowerCase();
  return choices[column]?.find((spellings) => spellings.includes(written))?.[0];
}

function choiceProblems(cells: Cells): Problem[] {
  return Object.entries(choices).flatMap(([name, words]) => {
    const column = name as KnownColumn;
    if (!cells.has(column) || choiceOf(cells, column) !== undefined) return [];
    const listed = words
      .map(([word]) => word)
      .join(", ")
      .replace(/, (?=[^,]*$)/, " or ");
    return [{ path: [column], message: `must be ${listed}, not ${shown(cells.get(column))}` }];
  });
}

/** The two sizes of `224/16`. */
const patchSizes = (cell: unknown): RegExpExecArray | null =>
  /^\s*([1-9]\d*)\s*\/\s*([1-9]\d*)\s*$/.exec(String(cell));

function patchProblems(cells: Cells): Problem[] {
  const cell = cells.get("patch");
  if (cell === undefined) return [];
  if (!isVision(cells)) return [{ path: ["patch"], message: "needs the kind vit" }];
  if (patchSizes(cell)) return [];
  const message = `must be the sizes of image and patch, such as 224/16, not ${shown(cell)}`;
  return [{ path: ["patch"], message }];
}

/** An object of the values that are given. */
const given = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const flagOf = (cells: Cells, column: KnownColumn): boolean | undefined => {
  const word = choiceOf(cells, column);
  return word === undefined ? undefined : word === "true";
};

function document(cells: Cells, sizes: Sizes, name: string): unknown {
  const one = (column: KnownColumn, layer = 0): number | undefined => {
    const list = sizes.get(column);
    return list?.[list.length === 1 ? 0 : layer];
  };
  const vision = isVision(cells);
  const bias = flagOf(cells, "bias");
  return {
    name,
    hidden: one("hidden"),
    embedding: vision
      ? patchEmbedding(cells, one("positions"))
      : given({ vocabulary: one("vocabulary"), positions: one("positions") }),
    head: headOf(cells, one("outputs"), vision),
    ...given({
      kind: vision ? "encoder" : choiceOf(cells, "kind"),
      norm: choiceOf(cells, "normKind"),
      finalNorm: flagOf(cells, "finalNorm") ?? (vision || undefined),
    }),
    layers: Array.from({ length: Math.min(one("depth") as number, maximumDepth + 1) }, (_, layer) => ({
      mixer: {
        kind: "attention",
        heads: one("heads", layer),
        ...given({
          keyValueHeads: one("keyValueHeads", layer),
          headDim: one("headDim", layer),
          bias: bias === undefined ? undefined : bias ? "all" : "none",
        }),
      },
      ffn: { kind: choiceOf(cells, "ffnKind") ?? "plain", width: one("ffnWidth", layer), ...given({ bias }) },
    })),
  };
}

/** As in a Vision Transformer of Dosovitskiy et al. 2021: a class token, and a position for each patch and for that token. */
function patchEmbedding(cells: Cells, positions: number | undefined): object {
  const [, image, size] = (patchSizes(cells.get("patch")) ?? []).map(Number);
  const along = Math.floor((image as number) / (size as number));
  return { patches: { image, size }, positions: positions ?? along ** 2 + 1, classToken: true };
}

function headOf(cells: Cells, outputs: number | undefined, vision: boolean): object {
  if (vision) return given({ outputs, oneToken: true });
  const tied = flagOf(cells, "tied");
  return given({ vocabulary: tied === undefined ? undefined : tied ? "tied" : "separate", outputs });
}
