import { type Benchmark, Random } from "@zerolm/core";

/** A feature of a row of NAS-Bench-BERT, or several. */
export interface Features {
  readonly title: string;
  readonly of: (layers: readonly RowLayer[]) => readonly number[];
}

/** What a row of the published file says of one layer. */
export interface RowLayer {
  readonly operation_parameter: string | number;
  readonly num_operation_heads: number;
  readonly feed_forward_dimension: number;
  readonly num_feed_forward: number;
}

const share = (layers: readonly RowLayer[], is: (layer: RowLayer) => boolean): number =>
  layers.filter(is).length / layers.length;

const operations = ["WMA", "DFT", "DCT", 5, 9];

/** What may be added to depth and hidden size. Only `trained` lets the first and the last do nothing. */
export const features: readonly Features[] = [
  {
    title: "share of each operation",
    of: (layers) => operations.map((one) => share(layers, (layer) => layer.operation_parameter === one)),
  },
  {
    title: "mean number of heads",
    of: (layers) => [layers.reduce((sum, layer) => sum + layer.num_operation_heads, 0) / layers.length],
  },
  {
    title: "share of layers with 3 stacks and f = 1024",
    of: (layers) => [
      share(layers, (layer) => layer.num_feed_forward === 3 && layer.feed_forward_dimension === 1024),
    ],
  },
  {
    title: "share of layers with 1 stack and f = 1024",
    of: (layers) => [
      share(layers, (layer) => layer.num_feed_forward === 1 && layer.feed_forward_dimension === 1024),
    ],
  },
];

/** How much of the variance of quality features explain beyond depth and hidden size, and how often chance does as much. */
export interface Gain {
  readonly before: number;
  readonly after: number;
  /** Share of 999 permutations of the features that gain as much. */
  readonly chance: number;
}

/**
 * Least squares of quality on one constant for each (depth, hidden) and each share of stacks, then with features added.
 *
 * @param layers those of each row, as published
 */
export function gainOf(
  { entries }: Benchmark,
  layers: readonly (readonly RowLayer[])[],
  { of }: Features,
): Gain {
  const quality = entries.map((entry) => entry.quality);
  const cells = [...new Set(entries.map(({ macro }) => `${macro.depth} ${macro.hidden}`))];
  const base = entries.map(({ macro }, index) => [
    ...cells.map((cell) => Number(cell === `${macro.depth} ${macro.hidden}`)),
    share(layers[index] as readonly RowLayer[], (layer) => layer.num_feed_forward === 3),
  ]);
  const added = layers.map(of);
  const explainedWith = (order: readonly number[]): number =>
    explained(
      base.map((row, index) => [...row, ...(added[order[index] as number] as readonly number[])]),
      quality,
    );
  const before = explained(base, quality);
  const after = explainedWith(base.map((_, index) => index));
  const random = new Random(0);
  const permuted = Array.from({ length: 999 }, () => explainedWith(random.sample(base.length, base.length)));
  return { before, after, chance: (1 + permuted.filter((value) => value >= after).length) / 1000 };
}

/** R² of a least-squares fit, by the normal equations. */
function explained(rows: readonly (readonly number[])[], target: readonly number[]): number {
  const size = (rows[0] as readonly number[]).length;
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => sum(rows, (row) => (row[i] as number) * (row[j] as number))),
    sum(rows, (row, at) => (row[i] as number) * (target[at] as number)),
  ]);
  const solution = solved(matrix);
  const mean = target.reduce((total, value) => total + value, 0) / target.length;
  const predicted = (row: readonly number[]): number =>
    row.reduce((total, x, i) => total + x * (solution[i] as number), 0);
  const left = sum(rows, (row, at) => ((target[at] as number) - predicted(row)) ** 2);
  return 1 - left / sum(rows, (_, at) => ((target[at] as number) - mean) ** 2);
}

function sum(
  rows: readonly (readonly number[])[],
  of: (row: readonly number[], at: number) => number,
): number {
  let total = 0;
  for (const [at, row] of rows.entries()) total += of(row, at);
  return total;
}

/** Gauss and Jordan's elimination with partial pivots. */
function solved(matrix: number[][]): number[] {
  for (let column = 0; column < matrix.length; column++) {
    const rest = matrix.slice(column);
    const pivot = column + rest.findIndex((row) => Math.abs(row[column] as number) === largest(rest, column));
    [matrix[column], matrix[pivot]] = [matrix[pivot] as number[], matrix[column] as number[]];
    const lead = matrix[column] as number[];
    for (const row of matrix) {
      if (row === lead) continue;
      const factor = (row[column] as number) / (lead[column] as number);
      for (let at = column; at < row.length; at++)
        row[at] = (row[at] as number) - factor * (lead[at] as number);
    }
  }
  return matrix.map((row, index) => (row.at(-1) as number) / (row[index] as number));
}

const largest = (rows: readonly number[][], column: number): number =>
  Math.max(...rows.map((row) => Math.abs(row[column] as number)));
