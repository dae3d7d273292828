import { UsageError } from "../../errors.js";
import type { MacroOption } from "../../space/space.js";
import type { StageSums, Terms } from "../terms.js";

/*
 * Layers that may be the same things are interchangeable, so that only how many take which option matters. With n_c such layers in
 * class c and x_cj of them taking option j, a macro option is the integer program
 *
 *     maximise Σ v_cj·x_cj   where Σ_j x_cj = n_c,  l_b ≤ Σ a_bcj·x_cj ≤ u_b for every budget b,  x whole.
 *
 * A space of 11^16 architectures has 11 unknowns this way.
 */

/** Layers with the same options. */
interface LayerClass {
  /** Their places in the genotype. */
  readonly places: readonly number[];
  readonly score: StageSums;
  readonly costs: readonly StageSums[];
}

/** One unknown: how many layers of a class take an option. */
export interface Column {
  readonly layerClass: number;
  readonly option: number;
  /** What one such layer adds to the score before its scale, rounded once. */
  readonly value: number;
  /** What one such layer costs, one entry a quantity, in units of the quantity before its scale. */
  readonly costs: readonly number[];
}

/** The integer program of one macro option. */
export interface IntegerProgram {
  readonly macro: number;
  readonly columns: readonly Column[];
  /** How many layers each class has. */
  readonly counts: readonly number[];
  readonly score: Terms;
  readonly costs: readonly Terms[];
  /** The genotype's layers for a number of layers in each column. */
  readonly layersOf: (amounts: readonly number[]) => number[];
}

/**
 * Lays a macro option out as an integer program.
 *
 * @param costs the quantities that matter: those of the budgets and the one that breaks ties
 * @param bestOnly whether the second best is of no interest
 */
export function integerProgram(
  macro: number,
  { stages }: MacroOption,
  score: Terms,
  costs: readonly Terms[],
  bestOnly: boolean,
): IntegerProgram {
  const classes = classesOf(stages.length, score, costs);
  const columns = classes.flatMap((one, layerClass) => columnsOf(one, layerClass, bestOnly));
  const layersOf = (amounts: readonly number[]): number[] => {
    const layers = new Array<number>(stages.length).fill(0);
    const next = classes.map(({ places }) => places.values());
    for (const [index, { layerClass, option }] of columns.entries())
      for (let taken = 0; taken < (amounts[index] as number); taken++)
        layers[next[layerClass]?.next().value as number] = option;
    return layers;
  };
  return { macro, columns, counts: classes.map(({ places }) => places.length), score, costs, layersOf };
}

function classesOf(depth: number, score: Terms, costs: readonly Terms[]): LayerClass[] {
  const classes: (LayerClass & { readonly places: number[] })[] = [];
  for (let place = 0; place < depth; place++) {
    const [own, ...prices] = [score, ...costs].map(({ stages }) => stages[place] as StageSums);
    const same = classes.find(
      (one) => one.score === own && prices.every((price, index) => one.costs[index] === price),
    );
    if (same) same.places.push(place);
    else classes.push({ places: [place], score: own as StageSums, costs: prices });
  }
  return classes;
}

/**
 * Options that nothing tells apart are one unknown, the first of them. Of those with the same costs only the best matters where only
 * the best is asked for.
 */
function columnsOf({ score, costs }: LayerClass, layerClass: number, bestOnly: boolean): Column[] {
  const kept = new Map<string, Column>();
  for (let option = 0; option < score.high.length; option++) {
    const price = costs.map(({ high, low }) => wholeCost(high[option] as number, low[option] as number));
    const value = (score.high[option] as number) + (score.low[option] as number);
    const key = (bestOnly ? price : [value, ...price]).join();
    if (value > (kept.get(key)?.value ?? Number.NEGATIVE_INFINITY))
      kept.set(key, { layerClass, option, value, costs: price });
  }
  return [...kept.values()];
}

function wholeCost(high: number, low: number): number {
  if (low === 0 && Number.isSafeInteger(high)) return high;
  throw new UsageError(
    "milp search: a budget counts in fractions; give it a quantity in whole numbers, or search by evolution",
  );
}
