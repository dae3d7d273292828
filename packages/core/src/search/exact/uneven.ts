import { maximumDense } from "../../knapsack/cells.js";
import type { SearchRequest } from "../search.js";
import { programsOf } from "./programs.js";

/** Whether costs have so small a step in common that the dynamic program has to look them up one by one. */
export const isUneven = (request: SearchRequest): boolean =>
  programsOf(request).some(
    (program) => program.breadth > maximumDense && program.bound > Number.NEGATIVE_INFINITY,
  );
