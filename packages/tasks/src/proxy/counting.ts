import { type Dtype, type OptionValues, parseOptions, proxies } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";

/** How FLOPs and bytes are counted. */
export interface Counting {
  /** Tokens in a sequence. */
  readonly sequence: number;
  /** How weights, keys and values are stored. */
  readonly dtype: Dtype;
  /** Tokens of a sequence whose keys and values are held in memory. */
  readonly context: number;
  /** Sequences that are held at once. */
  readonly batch: number;
}

/** The options of proxies that also say how budgets and costs are counted. */
export const countingKeys = ["sequence", "dtype", "context", "batch"] as const;

/**
 * How the options of a request count, with defaults.
 *
 * @throws {UsageError} for a value that an option cannot have
 * @example
 * countingOf({ sequence: 128 }, {}); // { sequence: 128, dtype: "float32", context: 2048, batch: 1 }
 */
export function countingOf(options: OptionValues, host: TaskHost): Counting {
  const spelled = (key: string): string => fieldName(host, key);
  return {
    ...parseOptions(proxies.flops, given(options, ["sequence"]), spelled),
    ...parseOptions(proxies.memory, given(options, ["dtype", "context", "batch"]), spelled),
  };
}

const given = (options: OptionValues, keys: readonly string[]): OptionValues =>
  Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
