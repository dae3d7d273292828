import type { Candidate } from "./heuristic/candidates.js";
import { fittestFirst } from "./heuristic/fittest.js";
import { heuristicMethod } from "./heuristic/heuristic.js";
import type { SearchMethod } from "./search.js";

const populationSize = 100;

/**
 * NSGA-II: evolution towards the whole Pareto front of score against cost, by non-dominated sorting and crowding distance, with
 * constrained domination: what is nearer to the budgets dominates (Deb et al. 2002, IEEE TEC 6(2)).
 *
 * Differs from the paper: crossover takes each layer of either parent, and is followed by one mutation; children outside the
 * budgets are repaired; of architectures equal in score and cost one counts, the others stand behind.
 */
export const nsga2: SearchMethod = heuristicMethod({
  name: "nsga2",
  summary: "NSGA-II: evolves the Pareto front of score against cost (any proxy and budgets, no proof)",
  begin(candidates, memory) {
    if (memory.population.length >= 2 * populationSize || memory.counters.length > 0) return undefined;
    /** Once all are there, the fittest first. */
    let parents = memory.population.slice(0, populationSize);
    let children = memory.population.slice(populationSize);
    const parent = (): Candidate => {
      const { random } = candidates;
      const [one, other] = [random.below(populationSize), random.below(populationSize)];
      return parents[Math.min(one, other)] as Candidate;
    };
    const isFirst = (): boolean => parents.length < populationSize;
    const ask = (): Candidate => (isFirst() ? candidates.spread() : candidates.crossed(parent(), parent()));
    const tell = (candidate: Candidate): void => {
      const first = isFirst();
      (first ? parents : children).push(candidate);
      if (first && parents.length === populationSize) parents = fittestFirst(parents);
      if (children.length === populationSize) {
        parents = fittestFirst([...parents, ...children]).slice(0, populationSize);
        children = [];
      }
    };
    return { ask, tell, memory: () => ({ population: [...parents, ...children], counters: [] }) };
  },
});
