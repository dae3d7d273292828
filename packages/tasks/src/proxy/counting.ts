import { type Dtype, type OptionValues, parseOptions, proxies } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";

/** How FLOPs and bytes are counted. */
export interface Counting {
  /** Tokens in a sequence. */
  readonly sequence: number;
  /** How weights, keys and values are stored. */
  readonly dtype: Dtype;
}

/** The options of proxies that also say how budgets and costs are counted. */
export const countingKeys = ["sequence", "dtype"] as const;

/**
 * How the options of a request count, with defaults.
 *
 * @throws {UsageError} for a value that an option cannot have
 * @example
 * countingOf({ sequence: 128 }, {}); // { sequence: 128, dtype: "float32" }
 */
export function countingOf({ sequence, dtype }: OptionValues, host: TaskHost): Counting {
  const spelled = (key: string): string => fieldName(host, key);
  return {
    ...parseOptions(proxies.flops, sequence === undefined ? {} : { sequence }, spelled),
    ...parseOptions(proxies.weightBytes, dtype === undefined ? {} : { dtype }, spelled),
  };
}
