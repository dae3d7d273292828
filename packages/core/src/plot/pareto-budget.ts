import type { ParetoFrame } from "./pareto-frame.js";
import { ink } from "./style.js";
import { sizeText } from "./text.js";
import { finiteRows, type JsonObject } from "./vega-lite.js";

/** The sizes that are allowed, both ends included; an end left out is open. */
export interface ParetoBudget {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** The limits that are set, the smaller first. */
export function budgetLimits({ minimum, maximum }: ParetoBudget): readonly number[] {
  return [minimum, maximum].filter((limit) => limit !== undefined);
}

/** The budget in words: `5M to 10M`, `at most 10M`, `at least 5M`; empty without a limit. */
export function budgetText({ minimum, maximum }: ParetoBudget): string {
  if (minimum !== undefined && maximum !== undefined) return `${sizeText(minimum)} to ${sizeText(maximum)}`;
  if (maximum !== undefined) return `at most ${sizeText(maximum)}`;
  return minimum === undefined ? "" : `at least ${sizeText(minimum)}`;
}

/** The sizes outside the budget shaded, a rule at each limit, and the budget in words above the plot, where nothing can hide it. */
export function budgetLayers(budget: ParetoBudget, frame: ParetoFrame): JsonObject[] {
  const { minimum, maximum } = budget;
  return [
    ...(minimum === undefined ? [] : limitLayers(minimum, 0)),
    ...(maximum === undefined ? [] : limitLayers(maximum, "width")),
    ...labelLayers(budget, frame),
  ];
}

/** True if the words of the budget stand where the title of the y axis would be. */
export function budgetMeetsAxisTitle(budget: ParetoBudget, { position }: ParetoFrame): boolean {
  return budgetLimits(budget).some((limit) => position(limit) < 0.4);
}

const x = { field: "parameters", type: "quantitative" } as const;

function limitLayers(limit: number, edge: number | "width"): JsonObject[] {
  const data = { values: finiteRows("budget", [{ parameters: limit }]) };
  const fromTopToBottom = { y: { value: 0 }, y2: { value: "height" } };
  return [
    {
      data,
      mark: { type: "rect", color: ink.strong, opacity: 0.04, aria: false },
      encoding: { x, x2: { value: edge }, ...fromTopToBottom },
    },
    {
      data,
      mark: { type: "rule", color: ink.normal, strokeDash: [4, 3] },
      encoding: { x, ...fromTopToBottom },
    },
  ];
}

function labelLayers(budget: ParetoBudget, frame: ParetoFrame): JsonObject[] {
  const limits = budgetLimits(budget);
  if (limits.length === 0) return [];
  // Toward the allowed side of a single limit, which may stand at the very edge; between two.
  const oneSided = budget.maximum === undefined ? { align: "left", dx: -1 } : { align: "right", dx: 1 };
  return [
    {
      data: { values: [{ parameters: frame.middle(limits) }] },
      mark: {
        type: "text",
        text: budgetText(budget),
        ...(limits.length === 1 ? oneSided : { align: "center" }),
        baseline: "bottom",
        dy: -10,
        fontSize: 12,
        color: ink.normal,
        aria: false,
      },
      encoding: { x, y: { value: 0 } },
    },
  ];
}
