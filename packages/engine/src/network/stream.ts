import type { Value } from "../graph/value.js";

/** Sequences, and tokens in each. */
export interface Batch {
  readonly sequences: number;
  readonly tokens: number;
}

/** What flows through a stack: a row of `value` is a token, sequence after sequence. */
export interface Stream extends Batch {
  /** sequences · tokens × width */
  readonly value: Value;
}

export const withValue = ({ sequences, tokens }: Stream, value: Value): Stream => ({
  sequences,
  tokens,
  value,
});
