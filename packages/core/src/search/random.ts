import { heuristicMethod } from "./heuristic/heuristic.js";
import type { SearchMethod } from "./search.js";

/**
 * Random search: architectures drawn uniformly from the space. One outside the budgets is repaired, layer by layer, so that within
 * narrow budgets the draw is no longer uniform. What every other method has to beat (Li & Talwalkar 2019, arXiv 1902.07638).
 */
export const random: SearchMethod = heuristicMethod({
  name: "random",
  summary: "architectures drawn at random (any proxy and budgets, no proof)",
  begin: (candidates) => ({
    ask: () => candidates.drawn(),
    tell: () => undefined,
    memory: () => ({ population: [], counters: [] }),
  }),
});
