import type { Architecture } from "../src/architecture/architecture.js";
import { cost } from "../src/architecture/cost.js";
import type { Additive, Scorer } from "../src/proxy/proxy.js";
import { flops, nonEmbeddingParameters, parameters } from "../src/proxy/sizes.js";
import type { Best, Budget, Found, SearchRequest } from "../src/search/search.js";
import { architectureAt, enumerate, type Genotype } from "../src/space/space.js";

/** A quantity as a search gets it, and the same measured apart from it. */
interface Quantity {
  readonly additive: Additive;
  readonly measure: (architecture: Architecture) => number;
}

const additiveOf = (scorer: Scorer): Additive => scorer.additive as Additive;

/** What budgets may limit, by the names that messages give it. */
export const quantities: Readonly<Record<string, Quantity>> = {
  parameters: {
    additive: additiveOf(parameters.scorer({})),
    measure: (architecture) => cost(architecture).parameters.total,
  },
  "non-embedding parameters": {
    additive: additiveOf(nonEmbeddingParameters.scorer({})),
    measure: (architecture) => cost(architecture).parameters.nonEmbedding,
  },
  FLOPs: {
    additive: additiveOf(flops.scorer({ sequence: 64 })),
    measure: (architecture) => cost(architecture, { sequence: 64 }).flops.perSequence,
  },
};

/** Everything that a search may find, looked up one architecture at a time. */
export interface BruteForce {
  readonly evaluated: number;
  readonly feasible: readonly Found[];
  readonly best: readonly Best[];
  readonly pareto: readonly Found[];
}

/** What a search has to find. Budgets are named after `quantities`. */
export function bruteForce({ space, scorer, budgets, top }: SearchRequest): BruteForce {
  const genotypes = [...enumerate(space)];
  const feasible = genotypes
    .filter((genotype) => isWithin(architectureAt(space, genotype), budgets))
    .map((genotype) => found(genotype, architectureAt(space, genotype), scorer));
  return {
    evaluated: genotypes.length,
    feasible,
    best: bestOf(feasible).slice(0, top),
    pareto: paretoOf(feasible),
  };
}

function found(genotype: Genotype, architecture: Architecture, scorer: Scorer): Found {
  const score = scorer.score(architecture).value;
  return { genotype, score, parameters: cost(architecture).parameters.total };
}

/** Whether an architecture keeps to every budget. */
export function isWithin(architecture: Architecture, budgets: readonly Budget[]): boolean {
  return budgets.every(({ name, minimum, maximum }) => {
    const value = (quantities[name] as Quantity).measure(architecture);
    return !(minimum !== undefined && value < minimum) && !(maximum !== undefined && value > maximum);
  });
}

function bestOf(feasible: readonly Found[]): Best[] {
  const byScore = new Map<number, Found[]>();
  for (const one of feasible) byScore.set(one.score, [...(byScore.get(one.score) ?? []), one]);
  return [...byScore]
    .sort(([one], [other]) => other - one)
    .map(([, alike]) => {
      const fewest = Math.min(...alike.map((one) => one.parameters));
      return { ...(alike.find((one) => one.parameters === fewest) as Found), alike: alike.length };
    });
}

/** Those that no other beats: none has a higher score with as few parameters, or as high a score with fewer. */
function paretoOf(feasible: readonly Found[]): Found[] {
  const bestBySize = new Map<number, Found>();
  for (const one of feasible)
    if (one.score > (bestBySize.get(one.parameters)?.score ?? Number.NEGATIVE_INFINITY))
      bestBySize.set(one.parameters, one);
  const candidates = [...bestBySize.values()];
  const beats = (other: Found, one: Found): boolean =>
    other.parameters < one.parameters && other.score >= one.score;
  return candidates
    .filter((one) => !candidates.some((other) => beats(other, one)))
    .sort((one, other) => one.parameters - other.parameters);
}
