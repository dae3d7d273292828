import { wholeNumber } from "./count.js";

/** The option of commands that run networks: how many of them at once. Spread into `.option()`. */
export const threadsOption = [
  "--threads <number>",
  "maximum number of threads that run networks, one network on each, or that read files (default: one per core). Results do not depend on it",
  wholeNumber(1, 256),
] as const;
