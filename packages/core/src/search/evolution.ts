import type { Random } from "../random/random.js";
import { type Candidate, preferable } from "./heuristic/candidates.js";
import { heuristicMethod } from "./heuristic/heuristic.js";
import type { SearchMethod } from "./search.js";

/** P and S of the paper's experiments. */
const populationSize = 100;
const sampleSize = 25;
/** Architectures looked at by one population; a longer run stays where it has converged, be it in the wrong hidden size. */
const cycles = 10_000;

/**
 * Regularised (aging) evolution: the best of a random sample of the population has a child with one mutation, and the oldest dies
 * (Real et al. 2019, arXiv 1802.01548, algorithm 1; P = 100, S = 25, C = 10,000).
 *
 * Differs from the paper: after C cycles a new population begins; the first members are drawn with each macro option as likely as
 * the others; what a mutation takes outside the budgets is repaired.
 */
export const evolution: SearchMethod = heuristicMethod({
  name: "evolution",
  summary:
    "regularised evolution: mutate the best of a sample, drop the oldest (any proxy and budgets, no proof)",
  begin(candidates, memory) {
    let [cycle = 0] = memory.counters;
    /** Oldest first. */
    let population = [...memory.population];
    if (cycle > cycles || population.length !== Math.min(cycle, populationSize)) return undefined;
    const isFull = (): boolean => cycle >= populationSize && cycle < cycles;
    const ask = (): Candidate =>
      isFull() ? candidates.mutated(parentIn(population, candidates.random)) : candidates.spread();
    const tell = (candidate: Candidate): void => {
      if (cycle === cycles) {
        population = [];
        cycle = 0;
      }
      if (isFull()) population.shift();
      population.push(candidate);
      cycle++;
    };
    return { ask, tell, memory: () => ({ population, counters: [cycle] }) };
  },
});

/** The best of a random sample. */
function parentIn(population: readonly Candidate[], random: Random): Candidate {
  let parent = random.pick(population);
  for (let drawn = 1; drawn < sampleSize; drawn++) {
    const rival = random.pick(population);
    if (preferable(rival, parent)) parent = rival;
  }
  return parent;
}
