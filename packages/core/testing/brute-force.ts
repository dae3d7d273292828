import {
  type AdditiveQuantity,
  type AdditiveScorer,
  type Architecture,
  architectureAt,
  type Best,
  type Budget,
  budgetQuantities,
  cost,
  enumerate,
  type Found,
  type Genotype,
  proxies,
  type Quantity,
  type Scorer,
  type SearchRequest,
} from "@zerolm/core";

/** A quantity as a search gets it, and the same measured apart from it. */
export interface CheckedQuantity extends AdditiveQuantity {
  readonly measure: (architecture: Architecture) => number;
}

const measured = (
  name: string,
  scorer: AdditiveScorer,
  measure: (architecture: Architecture) => number,
): CheckedQuantity => ({ name, additive: scorer.additive, measure });

/** What budgets may limit and what a front may be drawn against. */
export const quantities = {
  parameters: measured("parameters", proxies.parameters.scorer(), (one) => cost(one).parameters.total),
  nonEmbedding: measured(
    "non-embedding parameters",
    proxies.nonEmbeddingParameters.scorer(),
    (one) => cost(one).parameters.nonEmbedding,
  ),
  flops: measured(
    "FLOPs",
    proxies.flops.scorer({ sequence: 64 }),
    (one) => cost(one, { sequence: 64 }).flops.perSequence,
  ),
  activeParameters: {
    ...budgetQuantities.activeParameters(),
    measure: (one: Architecture) => cost(one).parameters.active,
  },
  weightBytes: {
    ...budgetQuantities.weightBytes({ dtype: "int4" }),
    measure: (one: Architecture) => cost(one, { dtype: "int4" }).weightBytes,
  },
  kvBytes: {
    ...budgetQuantities.kvBytes({ dtype: "bfloat16" }),
    measure: (one: Architecture) => cost(one, { dtype: "bfloat16" }).cacheBytesPerToken,
  },
  memory: {
    ...budgetQuantities.memory({ dtype: "int4", context: 40, batch: 3 }),
    measure: (one: Architecture) => cost(one, { dtype: "int4", context: 40, batch: 3 }).memory.bytes,
  },
} as const;

/** What a quantity is for an architecture, measured apart from what the search adds up. */
export function measure({ name }: Quantity, architecture: Architecture): number {
  const quantity = Object.values(quantities).find((one) => one.name === name);
  if (!quantity) throw new Error(`${name} cannot be measured`);
  return quantity.measure(architecture);
}

/** Everything that a search may find, looked up one architecture at a time. */
export interface BruteForce {
  readonly evaluated: number;
  readonly feasible: readonly Found[];
  readonly best: readonly Best[];
  readonly pareto: readonly Found[];
}

/** What a search has to find. Budgets and cost are among `quantities`. */
export function bruteForce({
  space,
  scorer,
  minimize,
  budgets,
  top,
  cost: price,
}: SearchRequest): BruteForce {
  const genotypes = [...enumerate(space)];
  const found = (genotype: Genotype): Found => {
    const architecture = architectureAt(space, genotype);
    return { genotype, score: scoreOf(scorer, architecture), cost: measure(price, architecture) };
  };
  const feasible = genotypes
    .filter((genotype) => isWithin(architectureAt(space, genotype), budgets))
    .map(found);
  return {
    evaluated: genotypes.length,
    feasible,
    best: bestOf(feasible, minimize).slice(0, top),
    pareto: paretoOf(feasible, minimize),
  };
}

/** The score of a scorer that need not be waited for. */
export function scoreOf({ score }: Scorer, architecture: Architecture): number {
  if (!score) throw new Error("this scorer has to be waited for");
  return score(architecture).value;
}

/** Whether an architecture keeps to every budget. */
export function isWithin(architecture: Architecture, budgets: readonly Budget[]): boolean {
  return budgets.every(({ quantity, minimum, maximum }) => {
    const value = measure(quantity, architecture);
    return !(minimum !== undefined && value < minimum) && !(maximum !== undefined && value > maximum);
  });
}

function bestOf(feasible: readonly Found[], minimize = false): Best[] {
  const byScore = new Map<number, Found[]>();
  for (const one of feasible) byScore.set(one.score, [...(byScore.get(one.score) ?? []), one]);
  return [...byScore]
    .sort(([one], [other]) => (minimize ? one - other : other - one))
    .map(([, tied]) => {
      const lowest = Math.min(...tied.map((one) => one.cost));
      return { ...(tied.find((one) => one.cost === lowest) as Found), ties: tied.length };
    });
}

/** Those that no other beats: none has a better score at as low a cost, or as good a score at a lower. */
function paretoOf(feasible: readonly Found[], minimize = false): Found[] {
  const better = (one: Found, other: Found): boolean =>
    minimize ? one.score < other.score : one.score > other.score;
  const bestByCost = new Map<number, Found>();
  for (const one of feasible) {
    const known = bestByCost.get(one.cost);
    if (!known || better(one, known)) bestByCost.set(one.cost, one);
  }
  const candidates = [...bestByCost.values()];
  const beats = (other: Found, one: Found): boolean => other.cost < one.cost && !better(one, other);
  return candidates
    .filter((one) => !candidates.some((other) => beats(other, one)))
    .sort((one, other) => one.cost - other.cost);
}
