import { Random } from "@zerolm/core";
import { multiply, scale } from "../graph/elementwise.js";
import { indices, input } from "../graph/leaves.js";
import { gather, pick } from "../graph/lookup.js";
import { total } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import { logProbabilities } from "./head.js";
import type { Given, Network } from "./network.js";

/** The name under which the numbers of a fixed random cotangent are given: noise of standard deviation 1. */
export const cotangentInput = "cotangent";

/** Σ c ⊙ h / tokens: the last hidden states h in a fixed random combination c. */
export function cotangentLoss({ last: { value } }: Network): Value {
  const cotangent = input(cotangentInput, value.shape);
  return scale(total(multiply(value, cotangent)), 1 / value.shape[0]);
}

/** Σ h / tokens: the plain sum of the last hidden states. */
export const sumLoss = ({ last: { value } }: Network): Value => scale(total(value), 1 / value.shape[0]);

/** Which tokens are to be guessed, and what they are. */
export interface Guess {
  /** Rows of the text, sequence after sequence. */
  readonly rows: readonly number[];
  readonly targets: readonly number[];
}

/** The mean cross-entropy of guessed tokens in nats. */
export function tokenLoss(
  { architecture, scope, last, imageTokens }: Network,
  { rows, targets }: Guess,
): Value {
  const perText = last.tokens - imageTokens;
  const places = rows.map((row) => Math.floor(row / perText) * last.tokens + imageTokens + (row % perText));
  const hidden = gather(last.value, indices(Int32Array.from(places), [places.length]));
  const chosen = pick(
    logProbabilities(architecture, scope, hidden),
    indices(Int32Array.from(targets), [targets.length, 1]),
  );
  return scale(total(chosen), -1 / targets.length);
}

/** The share of tokens that are guessed. */
export const guessedShare = 0.15;

/** A text of random tokens as a network is given it, and which of them it has to guess. */
export interface GuessedText {
  readonly ids: Given["ids"];
  readonly guess: Guess;
}

/**
 * Random tokens, each of the vocabulary with the same chance, and 15 % of them to guess. An encoder sees the last token of the vocabulary in
 * their place; a decoder has to say them one token early, so that none is the first of its sequence.
 */
export function randomText(
  { vocabulary, isMasked }: { readonly vocabulary: number; readonly isMasked: boolean },
  { sequences, tokens }: Given["batch"],
  seed: number,
): GuessedText {
  const random = new Random(seed);
  const draw = (): Int32Array =>
    Int32Array.from({ length: sequences * tokens }, () => Math.floor(random.uniform() * vocabulary));
  const [decoder, other] = [draw(), draw()];
  const candidates = [...decoder.keys()].filter((row) => isMasked || row % tokens > 0);
  const chosen = random
    .sample(
      Math.max(Math.min(1, candidates.length), Math.round(guessedShare * candidates.length)),
      candidates.length,
    )
    .map((place) => candidates[place])
    .toSorted((one, next) => one - next);
  const targets = chosen.map((row) => decoder[row]);
  const seen = isMasked ? decoder.map((id, row) => (chosen.includes(row) ? vocabulary - 1 : id)) : decoder;
  const rows = isMasked ? chosen : chosen.map((row) => row - 1);
  return { ids: { encoder: other, decoder: seen }, guess: { rows, targets } };
}
