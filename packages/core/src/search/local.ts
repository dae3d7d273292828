import { greatestCommonDivisor } from "../knapsack/greatest-common-divisor.js";
import { type MacroOption, macroOptionAt } from "../space/space.js";
import { type Candidate, type Candidates, preferable } from "./heuristic/candidates.js";
import { heuristicMethod } from "./heuristic/heuristic.js";
import type { SearchMethod } from "./search.js";

/**
 * Local search: looks at the neighbours of an architecture in random order, goes to the first that is better, and starts anew where
 * none is (White et al. 2021, arXiv 2005.02960).
 *
 * Differs from the paper: it takes the first better neighbour, not the best; starts are drawn with each macro option as likely as
 * the others, and repaired, as is what changes its macro option.
 */
export const local: SearchMethod = heuristicMethod({
  name: "local",
  summary: "hill climbing over single mutations, restarted (any proxy and budgets, no proof)",
  begin(candidates, memory) {
    let [current] = memory.population;
    let tour = current ? tourFrom(candidates, current, memory.counters) : undefined;
    if (memory.population.length > (tour ? 1 : 0) || (!tour && memory.counters.length > 0)) return undefined;
    const ask = (): Candidate =>
      !current || !tour || tour.visited === tour.size
        ? candidates.spread()
        : neighbourAt(candidates, current, nextOf(tour));
    const tell = (candidate: Candidate): void => {
      const starts = !current || !tour || tour.visited === tour.size;
      if (tour && !starts) tour.visited++;
      if (!starts && !preferable(candidate, current as Candidate)) return;
      current = candidate;
      tour = newTour(candidates, candidate);
    };
    return {
      ask,
      tell,
      memory: () => ({
        population: current ? [current] : [],
        counters: tour ? [tour.visited, tour.start, tour.stride] : [],
      }),
    };
  },
});

/** A random order of neighbours that needs no list: every `stride`-th, round and round, from `start`. */
interface Tour {
  /** How many neighbours there are. */
  readonly size: number;
  visited: number;
  readonly start: number;
  /** Has no divisor in common with `size`, so that each is visited once. */
  readonly stride: number;
}

function newTour({ space, random }: Candidates, candidate: Candidate): Tour {
  const size = countNeighbours(space.macroOptions, candidate);
  if (size === 0) return { size, visited: 0, start: 0, stride: 1 };
  let stride = 1 + random.below(size);
  while (greatestCommonDivisor(stride, size) > 1) stride = 1 + random.below(size);
  return { size, visited: 0, start: random.below(size), stride };
}

/** The tour that counters stand for; nothing where they are not those of a tour around this candidate. */
function tourFrom(
  { space }: Candidates,
  candidate: Candidate,
  counters: readonly number[],
): Tour | undefined {
  const [visited = 0, start = 0, stride = 0] = counters;
  const size = countNeighbours(space.macroOptions, candidate);
  const fits = counters.length === 3 && visited <= size && start <= size && stride <= size + 1;
  return fits && greatestCommonDivisor(stride, size) <= 1 ? { size, visited, start, stride } : undefined;
}

/** The products stay below 2⁵³: a space has at most some ten million options in all. */
const nextOf = ({ start, visited, stride, size }: Tour): number => (start + visited * stride) % size;

const stagesOf = (macroOptions: readonly MacroOption[], { genotype }: Candidate) =>
  macroOptionAt({ macroOptions }, genotype.macro).stages;

const countNeighbours = (macroOptions: readonly MacroOption[], candidate: Candidate): number =>
  stagesOf(macroOptions, candidate).reduce(
    (sum, { options }) => sum + options.length - 1,
    macroOptions.length - 1,
  );

/** One of the neighbours: first those with another option in the first layer, in the second, …; then those of other macro options. */
function neighbourAt(candidates: Candidates, current: Candidate, index: number): Candidate {
  const { macro, layers } = current.genotype;
  let place = index;
  for (const [stage, { options }] of stagesOf(candidates.space.macroOptions, current).entries()) {
    if (place < options.length - 1) {
      const option = place < (layers[stage] as number) ? place : place + 1;
      return candidates.of({ macro, layers: layers.with(stage, option) });
    }
    place -= options.length - 1;
  }
  return candidates.moved(current, place < macro ? place : place + 1);
}
