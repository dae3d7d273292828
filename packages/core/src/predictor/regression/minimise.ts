import { allSteps } from "../../host.js";

/** A function of several variables with its gradient. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: Float64Array };

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
}

const memory = 8;
const maximumSteps = 60;
const enough = 1e-6;

/** One accepted step: s = Δx, y = Δgradient. */
interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly curvature: number;
}

/**
 * A local minimum by L-BFGS with backtracking (Nocedal & Wright, Numerical Optimization, 2006, algorithms 3.1 and 7.4). Deterministic.
 *
 * @param objective may return a value that is not finite; it is then taken for too high, and the gradient is not looked at
 * @param start where its value is finite
 */
export const minimise = (objective: Objective, start: Float64Array): Minimum =>
  allSteps(minimising(objective, start));

/** The same; it yields after every step. */
export function* minimising(
  objective: Objective,
  start: Float64Array,
): Generator<undefined, Minimum, undefined> {
  let x = start;
  let { value, gradient } = objective(x);
  const steps: Step[] = [];
  for (let count = 0; count < maximumSteps; count++) {
    const direction = descent(gradient, steps);
    const next = backtrack(objective, x, value, gradient, direction);
    if (!next) break;
    const s = next.x.map((entry, index) => entry - x[index]);
    const y = next.gradient.map((entry, index) => entry - gradient[index]);
    const curvature = dot(s, y);
    if (curvature > 1e-12) steps.push({ s, y, curvature });
    if (steps.length > memory) steps.shift();
    const gained = value - next.value;
    ({ x, value, gradient } = next);
    if (gained < enough * Math.max(1, Math.abs(value))) break;
    yield;
  }
  return { x, value };
}

/** −H·gradient with the two-loop recursion; a step of length one along the steepest slope where nothing is known yet. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((entry) => -entry);
  const last = steps.at(-1);
  if (!last) return scaled(direction, 1 / Math.max(1, Math.sqrt(dot(direction, direction))));
  const shares = new Array<number>(steps.length);
  for (let index = steps.length - 1; index >= 0; index--) {
    const { s, y, curvature } = steps[index];
    shares[index] = dot(s, direction) / curvature;
    add(direction, y, -shares[index]);
  }
  const sized = scaled(direction, last.curvature / dot(last.y, last.y));
  for (const [index, { s, y, curvature }] of steps.entries())
    add(sized, s, shares[index] - dot(y, sized) / curvature);
  return sized;
}

/** Halves a step until it lowers the value by a fair share of what the slope promises. */
function backtrack(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
) {
  const promised = dot(gradient, direction);
  if (!(promised < 0)) return undefined;
  for (let length = 1; length > 1e-6; length /= 2) {
    const at = x.map((entry, index) => entry + length * direction[index]);
    const found = objective(at);
    if (found.value <= value + 1e-4 * length * promised) return { x: at, ...found };
  }
  return undefined;
}

const dot = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, entry, index) => sum + entry * other[index], 0);

const scaled = (vector: Float64Array, factor: number): Float64Array => vector.map((entry) => entry * factor);

function add(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < vector.length; index++) vector[index] += factor * other[index];
}
