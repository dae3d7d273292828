import { z } from "zod";

/** The seed of a request. */
export const seedField = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .default(0)
  .describe("Seed of all random numbers.");
