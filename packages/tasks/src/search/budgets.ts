import {
  type AdditiveQuantity,
  type Budget,
  budgetQuantities,
  type OptionValues,
  UsageError,
} from "@zerolm/core";
import { z } from "zod";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { fullCount } from "../numbers.js";
import type { Counting } from "../proxy/counting.js";
import { type BudgetName, type BudgetWords, budgetWords } from "../words.js";

const names = Object.keys(budgetWords) as BudgetName[];

const limitSchema = ({ words, unit }: BudgetWords) =>
  z
    .strictObject({ minimum: z.number().min(0).optional(), maximum: z.number().min(0).optional() })
    .optional()
    .describe(`Limits on ${words}${unit === "time" ? " in microseconds" : ""}, both ends included.`);

/**
 * The budgets of a request, by name.
 *
 * @example
 * budgetsSchema.parse({ parameters: { maximum: 30e6 }, flops: { maximum: 8e9 } });
 */
export const budgetsSchema = z.strictObject({
  parameters: limitSchema(budgetWords.parameters),
  nonEmbeddingParameters: limitSchema(budgetWords.nonEmbeddingParameters),
  activeParameters: limitSchema(budgetWords.activeParameters),
  flops: limitSchema(budgetWords.flops),
  weightBytes: limitSchema(budgetWords.weightBytes),
  kvBytes: limitSchema(budgetWords.kvBytes),
  memory: limitSchema(budgetWords.memory),
  latency: limitSchema(budgetWords.latency),
} satisfies Readonly<Record<BudgetName, z.ZodType>>);

type Limits = z.output<typeof budgetsSchema>;

/** A limit, and what it is on. */
export interface NamedBudget extends Budget {
  readonly name: BudgetName;
  readonly quantity: AdditiveQuantity;
}

/** How quantities are counted, and the latency of a device if one is given. */
export interface Counted extends Counting {
  readonly latency?: AdditiveQuantity | undefined;
}

const quantities: Readonly<Record<BudgetName, (counting: Counted) => AdditiveQuantity>> = {
  parameters: () => budgetQuantities.parameters(),
  nonEmbeddingParameters: () => budgetQuantities.nonEmbeddingParameters(),
  activeParameters: () => budgetQuantities.activeParameters(),
  flops: ({ sequence }) => budgetQuantities.flops({ sequence }),
  weightBytes: ({ dtype }) => budgetQuantities.weightBytes({ dtype }),
  kvBytes: ({ dtype }) => budgetQuantities.kvBytes({ dtype }),
  memory: ({ dtype, context, batch }) => budgetQuantities.memory({ dtype, context, batch }),
  latency({ latency }) {
    if (latency) return latency;
    throw new UsageError(
      "a latency needs the table of a device. Make one with zerolm measure SPACE --device-table FILE, and give it to the search.",
    );
  },
};

/** Whether a name is that of something that can be limited. */
export const isBudgetName = (name: string): name is BudgetName => Object.hasOwn(quantities, name);

/** What a name limits. */
export const quantityNamed = (name: BudgetName, counting: Counted): AdditiveQuantity =>
  quantities[name](counting);

/**
 * The budgets that a request asks for, in the order of {@link budgetWords}.
 *
 * @throws {UsageError} if a minimum is above its maximum
 */
export const budgetsOf = (limits: Limits, counting: Counted): NamedBudget[] =>
  names.flatMap((name) => {
    const { minimum, maximum } = limits[name] ?? {};
    if (minimum === undefined && maximum === undefined) return [];
    const quantity = quantities[name](counting);
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      throw new UsageError(
        `the minimum of ${quantity.name} (${fullCount(minimum)}) is above the maximum (${fullCount(maximum)})`,
      );
    return [{ name, quantity, minimum, maximum }];
  });

/** Options that only budgets on some quantities count by, and those quantities. */
const countedBy: Readonly<Record<string, readonly BudgetName[]>> = {
  dtype: ["weightBytes", "kvBytes", "memory"],
  context: ["memory"],
  batch: ["memory"],
};

/**
 * Refuses a dtype, a context or a batch that counts nothing.
 *
 * @param own the options of the proxy, which may count by them itself
 * @throws {UsageError} if neither it nor a budget does
 */
export function refuseIdleCounting(
  options: OptionValues,
  budgets: readonly NamedBudget[],
  own: object,
  host: TaskHost,
): void {
  for (const [key, quantities] of Object.entries(countedBy)) {
    const idle = options[key] !== undefined && !(key in own);
    if (!idle || budgets.some(({ name }) => quantities.includes(name))) continue;
    const flags = quantities.map((name) => fieldName(host, `budgets.${name}.maximum`));
    throw new UsageError(
      `${fieldName(host, key)} needs a budget on bytes, such as ${alternatives(flags)}, or ${fieldName(host, "proxy")} ${alternatives(quantities)}`,
    );
  }
}

const alternatives = (words: readonly string[]): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);

/** What a front is drawn against, and ties are broken by. */
export interface Cost {
  readonly name: BudgetName;
  readonly quantity: AdditiveQuantity;
}

/**
 * What the front is drawn against: what a single budget limits, else parameters, or FLOPs if the objective counts parameters.
 *
 * @param objective name of the proxy
 */
export function costOf(budgets: readonly NamedBudget[], objective: string, counting: Counted): Cost {
  const [only, ...others] = budgets;
  if (only && others.length === 0) return only;
  const name = counts(objective, "parameters") ? "flops" : "parameters";
  return { name, quantity: quantities[name](counting) };
}

/**
 * Refuses a front of a quantity against itself: every size would be on it.
 *
 * @throws {UsageError} that says what to ask for instead
 */
export function refuseIdleFront({ name, quantity }: Cost, objective: string, host: TaskHost): void {
  if (!counts(objective, name)) return;
  const [pareto, points] = [fieldName(host, "pareto"), fieldName(host, "points")];
  throw new UsageError(
    `a front of ${objective} against ${quantity.name} would hold every size there is. Limit a quantity other than the objective, or leave out ${pareto} and ${points}.`,
  );
}

/** Whether a proxy and a quantity are one; weight bytes are parameters in another unit. */
function counts(proxy: string, quantity: BudgetName): boolean {
  const inParameters = (name: string): string => (name === "weightBytes" ? "parameters" : name);
  return inParameters(proxy) === inParameters(quantity);
}
