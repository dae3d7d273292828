import { reshape, slice } from "../graph/layout.js";
import { expand } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Constants } from "./constants.js";

/*
 * A network of open sizes: its graph is one of some number of sequences, tokens and tokens behind which they come, and no node or constant depends on
 * these numbers otherwise than through sizes. What depends on positions is cut out of tables that are made once for the longest text.
 */

/** How far a network of open sizes reaches. */
export interface Reach {
  /** Tokens of a text at most, those of the cache among them. */
  readonly context: number;
  /** Tokens whose keys and values are given. */
  readonly past: number;
  /** Whether keys and values are given and put out. */
  readonly hasCache: boolean;
  /** Tables of the whole context, shared by graphs of several sizes. */
  readonly tables: Constants;
}

/** The rows of a table of positions that belong to the tokens at hand. */
export const rowsAt = ({ past }: Reach, whole: Value, tokens: number, first = 0): Value =>
  slice(whole, 0, first + past, first + past + tokens);

/** One row for each token of each sequence, the same in all sequences: sequences · tokens × width. */
export function inSequences(rows: Value, sequences: number): Value {
  const [tokens, width] = rows.shape as [number, number];
  const apart = reshape(rows, [1, tokens, width]);
  return reshape(expand(apart, [sequences, tokens, width]), [sequences * tokens, width]);
}
