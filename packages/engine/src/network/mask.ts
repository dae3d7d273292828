import { absolute, add, isPositive, negate, scale, subtract } from "../graph/elementwise.js";
import { reshape, slice } from "../graph/layout.js";
import { scalar } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";
import { table } from "./constants.js";
import { type Reach, rowsAt } from "./reach.js";
import type { Scope } from "./scope.js";

/** Added to scores that are not to be seen; large, and finite in 32 bits. */
const hidden = -1e9;

/**
 * What is added to scores: 0 where a token (row) sees another (column), a large negative number elsewhere.
 *
 * @param isCausal whether later tokens are hidden
 * @param window tokens seen, the own among them: the last ones, or as many on both sides as fit
 */
export const mask = (
  { constants, reach }: Pick<Scope, "constants" | "reach">,
  tokens: number,
  isCausal: boolean,
  window = Number.POSITIVE_INFINITY,
): Value =>
  constants.get(`mask ${tokens} ${isCausal} ${window}`, () =>
    reach
      ? reachedMask(reach, tokens, isCausal, window)
      : table(tokens, tokens, (row, col) => {
          const distance = isCausal ? row - col : 2 * Math.abs(row - col);
          return distance < 0 || distance >= window ? hidden : 0;
        }),
  );

/** The same for the tokens at hand (rows) and all that they may see (columns). */
function reachedMask(reach: Reach, tokens: number, isCausal: boolean, window: number): Value {
  const { context, past, tables } = reach;
  const places = tables.get("places", () => table(context, 1, (place) => place));
  const rows = rowsAt(reach, places, tokens);
  const cols = reshape(slice(places, 0, 0, past + tokens), [1, past + tokens]);
  const apart = subtract(rows, cols);
  const distance = isCausal ? apart : scale(absolute(apart), 2);
  const isAhead = isPositive(negate(distance));
  // Distances are whole numbers.
  const isFar = isPositive(subtract(distance, scalar(window - 0.5)));
  if (window === Number.POSITIVE_INFINITY) return scale(isAhead, hidden);
  return scale(isCausal ? add(isAhead, isFar) : isFar, hidden);
}
