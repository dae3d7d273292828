import { greatestCommonDivisor } from "../greatest-common-divisor.js";
import type { Terms } from "../terms.js";

/** A value of the layers and the greatest common divisor of all differences; a step of 0 where values are no whole numbers. */
export interface Steps {
  readonly base: number;
  readonly step: number;
}

/** The steps in which the values of some stages come. */
export function stepsOf({ stages }: Terms): Steps {
  const base = stages.reduce((sum, { high }) => sum + (high[0] as number), 0);
  let step = 0;
  for (const { high, low } of new Set(stages))
    for (let option = 0; option < high.length; option++) {
      const difference = Math.abs((high[option] as number) - (high[0] as number));
      if (low[option] !== 0 || !Number.isSafeInteger(difference)) return { base: 0, step: 0 };
      step = greatestCommonDivisor(step, difference);
    }
  return { base, step };
}
