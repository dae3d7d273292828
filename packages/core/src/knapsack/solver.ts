import type { Highs, Model, ModelData, ModelStatusCode } from "highs";
import { WorkError } from "../errors.js";

/** A linear program whose unknowns are whole numbers from 0 to their upper bounds. Every row is dense. */
export interface LinearProgram {
  /** To be maximised. */
  readonly objective: readonly number[];
  readonly upper: readonly number[];
  readonly rows: readonly Row[];
}

/** lower ≤ Σ coefficients·x ≤ upper. */
export interface Row {
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** What became of a program. */
export type Solution =
  | {
      readonly status: "optimal" | "cut short";
      /** Whole numbers; missing where none were found in time. */
      readonly x?: readonly number[] | undefined;
      /** No x has a larger objective. */
      readonly bound: number;
    }
  | { readonly status: "infeasible" };

export interface SolveOptions {
  /** Leave out that unknowns are whole: an upper bound, quickly. */
  readonly relaxed?: boolean;
  /** Stop after so many seconds. */
  readonly seconds?: number | undefined;
}

/**
 * Solves linear programs; loaded once.
 *
 * @example
 * const solver = await Solver.load();
 * solver.solve({ objective: [2, 3], upper: [1, 1], rows: [{ coefficients: [1, 1], lower: 0, upper: 1 }] }); // x = [0, 1]
 */
export class Solver {
  readonly #highs: Highs;

  private constructor(highs: Highs) {
    this.#highs = highs;
  }

  /** Loads HiGHS (Huangfu & Hall 2018), 3.5 MB of WebAssembly, only where a search needs it. */
  static async load(): Promise<Solver> {
    const { default: load } = await import("highs");
    return new Solver(await load());
  }

  /** @throws {WorkError} where HiGHS ends without an answer */
  solve(program: LinearProgram, { relaxed = false, seconds }: SolveOptions = {}): Solution {
    const { modelStatus } = this.#highs.constants;
    return this.#highs.withModel(modelOf(program, relaxed, this.#highs.constants), (model): Solution => {
      model.options.set({
        ...exactly,
        ...(seconds === undefined ? {} : { time_limit: Math.max(0.01, seconds) }),
      });
      const status = runOf(model);
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
        return { status: "infeasible" };
      const done = status === modelStatus.optimal;
      if (!done && status !== modelStatus.timeLimit) throw unsolved(`model status ${status}`);
      const objective = model.getObjectiveValue();
      const bound = done || relaxed ? objective : Number(model.info.get("mip_dual_bound"));
      const found = done || Number.isFinite(objective);
      const x = found ? Array.from(model.getSolution().colValue, Math.round) : undefined;
      return { status: done ? "optimal" : "cut short", x, bound };
    });
  }
}

function runOf(model: Model): ModelStatusCode {
  try {
    return model.run().modelStatus;
  } catch (cause) {
    throw unsolved(cause instanceof Error ? cause.message : String(cause));
  }
}

const unsolved = (why: string): WorkError =>
  new WorkError(
    `HiGHS could not solve an integer program (${why}). Give fewer budgets, or search by a method that solves none, for example --method evolution.`,
  );

/** Nothing is good enough but the best. */
const exactly = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
} as const;

function modelOf(
  { objective, upper, rows }: LinearProgram,
  relaxed: boolean,
  { objectiveSense, variableType }: Highs["constants"],
): ModelData {
  const [numRows, numCols] = [rows.length, objective.length];
  return {
    numCols,
    numRows,
    sense: objectiveSense.maximize,
    colCost: Float64Array.from(objective),
    colLower: new Float64Array(numCols),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      format: "csr",
      numRows,
      numCols,
      starts: Int32Array.from({ length: numRows + 1 }, (_, row) => row * numCols),
      indices: Int32Array.from({ length: numRows * numCols }, (_, entry) => entry % numCols),
      values: Float64Array.from(rows.flatMap(({ coefficients }) => coefficients)),
    },
    ...(relaxed ? {} : { integrality: new Int32Array(numCols).fill(variableType.integer) }),
  };
}
