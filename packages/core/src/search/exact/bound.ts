import type { StageTerms } from "./reachable.js";

/** A step up the concave hull of one stage's options: what it costs more and what it is worth more. */
interface Step {
  readonly cost: number;
  readonly value: number;
  readonly times: number;
}

/**
 * An upper bound on the value of any choice whose cost is at most `maximum`: the linear relaxation of the multiple-choice knapsack
 * (Sinha & Zoltners 1979), in which a stage may take a mixture of two options. −∞ where not even the cheapest choice fits.
 */
export function upperBound(stages: readonly StageTerms[], maximum: number): number {
  const times = new Map<StageTerms, number>();
  for (const stage of stages) times.set(stage, (times.get(stage) ?? 0) + 1);
  let budget = maximum;
  let value = 0;
  const steps: Step[] = [];
  for (const [stage, count] of times) {
    const hull = concaveHull(stage);
    budget -= count * (hull[0]?.cost ?? 0);
    value += count * (hull[0]?.value ?? 0);
    for (let index = 1; index < hull.length; index++) {
      const [from, to] = [hull[index - 1] as Step, hull[index] as Step];
      steps.push({ cost: to.cost - from.cost, value: to.value - from.value, times: count });
    }
  }
  if (budget < 0) return Number.NEGATIVE_INFINITY;
  return value + filled(steps, budget);
}

/** Takes the steps with the most value for their cost until the budget is spent; the last one in part. */
function filled(steps: readonly Step[], budget: number): number {
  let left = budget;
  let value = 0;
  for (const step of [...steps].sort((one, other) => other.value * one.cost - one.value * other.cost)) {
    const whole = step.cost * step.times;
    if (whole > left) return value + (step.value * left) / step.cost;
    left -= whole;
    value += step.value * step.times;
  }
  return value;
}

/** The options on the upper hull from the cheapest to the most valuable, ascending. */
function concaveHull({ costs, high, low }: StageTerms): Step[] {
  const points = costs
    .map((cost, option) => ({ cost, value: (high[option] as number) + (low[option] as number), times: 1 }))
    .sort((one, other) => one.cost - other.cost || other.value - one.value);
  const hull: Step[] = [];
  for (const point of points) {
    const last = hull.at(-1);
    if (last && point.value <= last.value) continue;
    while (hull.length >= 2 && isBelow(hull.at(-2) as Step, hull.at(-1) as Step, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point lies on or below the line through the others. */
function isBelow(first: Step, middle: Step, last: Step): boolean {
  return (
    (middle.value - first.value) * (last.cost - first.cost) <=
    (last.value - first.value) * (middle.cost - first.cost)
  );
}
