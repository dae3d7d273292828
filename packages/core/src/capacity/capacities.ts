import type { Capacity } from "./capacity.js";
import { frobenius } from "./frobenius.js";
import { logDeterminant } from "./log-determinant.js";

/** Every capacity; a new one is one file beside this one and one row here. */
export const capacities = { frobenius, logDeterminant } satisfies Record<string, Capacity>;

/** Name of a capacity. */
export type CapacityName = keyof typeof capacities;
