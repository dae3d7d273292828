import type { Values } from "./choices.js";
import { greatestCommonDivisor } from "./greatest-common-divisor.js";

/** A sum of values, and the greatest common divisor of all differences to it; a step of 0 if values are not whole numbers. */
export interface Steps {
  readonly base: number;
  readonly step: number;
}

/** Values that are real numbers. */
export const noSteps: Steps = { base: 0, step: 0 };

/** The steps in which sums of one value of each group come. */
export function stepsOf(groups: readonly Values[]): Steps {
  const base = groups.reduce((sum, { high }) => sum + high[0], 0);
  let step = 0;
  for (const { high, low } of new Set(groups))
    for (let choice = 0; choice < high.length; choice++) {
      const difference = Math.abs(high[choice] - high[0]);
      if (low[choice] !== 0 || !Number.isSafeInteger(difference)) return noSteps;
      step = greatestCommonDivisor(step, difference);
    }
  return { base, step };
}
