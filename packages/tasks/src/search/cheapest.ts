import {
  type AdditiveQuantity,
  architectureAt,
  type CheapestWithin,
  cheapestWithin,
  chooseMethod,
  quantityOf,
  type SearchRequest,
  UsageError,
  wholeTerm,
  withMaximum,
  zero,
} from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import type { Counting } from "../proxy/counting.js";
import { preferredNames } from "../words.js";
import { isBudgetName, quantityNamed } from "./budgets.js";
import type { SearchTaskRequest } from "./search-request.js";

/** What is to be cheap, and how near to the best. */
export interface Preference {
  readonly share: number;
  readonly name: string;
  readonly quantity: AdditiveQuantity;
}

const depth: AdditiveQuantity = {
  name: "layers",
  additive: { layer: () => wholeTerm(1), rest: () => zero, scale: () => 1 },
};

/**
 * What a request prefers; nothing if it does not say.
 *
 * @throws {UsageError} for a share without a quantity, the other way round, or a quantity that is not supported
 */
export function preferenceOf(
  { within, prefer, minimize }: SearchTaskRequest,
  counting: Counting,
  host: TaskHost,
): Preference | undefined {
  const [share, name] = [fieldName(host, "within"), fieldName(host, "prefer")];
  if (within === undefined && prefer === undefined) return undefined;
  if (within === undefined) throw new UsageError(`${name} needs ${share}, for example ${share} 1%`);
  if (prefer === undefined) throw new UsageError(`${share} needs ${name}: ${preferredNames.join(", ")}`);
  if (minimize)
    throw new UsageError(`${share} has no effect with ${fieldName(host, "minimize")}. Leave one out.`);
  if (!preferredNames.includes(prefer))
    throw new UsageError(
      `${name} ${prefer} is not supported${prefer === "latency" ? ", since no device is measured here" : ""}. Supported: ${preferredNames.join(", ")}.`,
    );
  return {
    share: within,
    name: prefer,
    quantity: isBudgetName(prefer) ? quantityNamed(prefer, counting) : depth,
  };
}

/**
 * The cheapest within a share of the best, proven.
 *
 * @throws {UsageError} if no method can prove it
 */
export async function cheapestOf(
  search: SearchRequest,
  { share, name, quantity }: Preference,
  host: TaskHost,
): Promise<CheapestWithin & { readonly amountOfBest: number }> {
  const budgets = withMaximum(search.budgets, quantity, Number.POSITIVE_INFINITY);
  const single = { ...search, top: 1, perMacro: false, pareto: false, signal: host.signal };
  const method = chooseMethod({ ...single, budgets, cost: quantity });
  if (method.takes.includes("evaluations"))
    throw new UsageError(
      `no method can prove what is cheapest by ${name} here. ${fieldName(host, "within")} needs a proxy that is a sum over layers, or a smaller space.`,
    );
  const found = await cheapestWithin(method, single, share, quantity);
  const amountOfBest = quantityOf(quantity, architectureAt(search.space, found.best.genotype));
  return { ...found, amountOfBest };
}
