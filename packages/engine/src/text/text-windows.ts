import { Random } from "@zerolm/core";
import { guessedShare } from "../network/loss.js";
import type { GuessedWindows } from "./token-losses.js";

/** A text as a model reads it. */
export interface TokenText {
  readonly ids: Int32Array;
  /** Tokens that the model expects before and behind each window. */
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

/** How a text is cut into windows of equal length, one behind the other, and what is guessed in each. */
export interface TextWindows {
  /** How many windows the text has; what is left at its end is less than one. */
  readonly count: number;
  /** Tokens guessed in a window. */
  readonly guessed: number;
  /** Tokens of the text from one window to the next. */
  readonly step: number;
  /** What a network sees at once of some windows, each `draws` times one behind the other. */
  readonly batch: (first: number, windows: number) => GuessedWindows;
  /** How often each window is seen. */
  readonly draws: number;
}

/**
 * Windows in which each token is guessed from those before it. Window i of a text without a token at its start is tokens i·n … i·n + n − 1, and
 * guesses i·n + 1 … i·n + n; with tokens before each window the first of the text is guessed too.
 *
 * @param tokens in a window, those before the text included
 */
export function nextTokenWindows({ ids, before }: TokenText, tokens: number): TextWindows {
  const inner = tokens - before.length;
  const guessed = before.length > 0 ? inner + 1 : inner;
  const count = Math.floor((ids.length - (before.length > 0 ? 0 : 1)) / guessed);
  const offset = before.length > 0 ? 0 : 1;
  const batch = (first: number, windows: number): GuessedWindows => {
    const seen = new Int32Array(windows * tokens);
    const [rows, targets] = [[] as number[], [] as number[]];
    for (let window = 0; window < windows; window++) {
      const start = (first + window) * guessed;
      seen.set(before, window * tokens);
      seen.set(ids.subarray(start, start + inner), window * tokens + before.length);
      for (let at = 0; at < guessed; at++) {
        rows.push((window + 1) * tokens - guessed + at);
        targets.push(ids[start + offset + at]);
      }
    }
    return { batch: { sequences: windows, tokens }, ids: seen, guess: { rows, targets } };
  };
  return { count, guessed, step: guessed, batch, draws: 1 };
}

/** What is hidden from an encoder, how often, and by which seed it is drawn. */
export interface Masking {
  /** The token that stands for a hidden one. */
  readonly mask: number;
  readonly draws: number;
  readonly seed: number;
}

/**
 * Windows in which 15 % of the tokens are hidden and guessed from all others, in each of several draws anew. A hidden token is always the mask, never
 * itself or another one, as some training has it.
 *
 * @param tokens in a window, those before and behind the text included
 */
export function maskedTokenWindows(
  { ids, before, behind }: TokenText,
  tokens: number,
  { mask, draws, seed }: Masking,
): TextWindows {
  const inner = tokens - before.length - behind.length;
  const guessed = Math.max(1, Math.round(guessedShare * inner));
  const batch = (first: number, windows: number): GuessedWindows => {
    const sequences = windows * draws;
    const seen = new Int32Array(sequences * tokens);
    const [rows, targets] = [[] as number[], [] as number[]];
    for (let sequence = 0; sequence < sequences; sequence++) {
      const window = first + Math.floor(sequence / draws);
      const [start, place] = [window * inner, sequence * tokens];
      seen.set(before, place);
      seen.set(ids.subarray(start, start + inner), place + before.length);
      seen.set(behind, place + tokens - behind.length);
      for (const at of hiddenOf(window * draws + (sequence % draws), seed, guessed, inner)) {
        const row = place + before.length + at;
        rows.push(row);
        targets.push(seen[row]);
        seen[row] = mask;
      }
    }
    return { batch: { sequences, tokens }, ids: seen, guess: { rows, targets } };
  };
  return { count: Math.floor(ids.length / inner), guessed: guessed * draws, step: inner, batch, draws };
}

/** The places that are hidden in a draw of a window: the same ones, however windows are put together. */
const hiddenOf = (draw: number, seed: number, guessed: number, tokens: number): number[] =>
  new Random(seed + Math.imul(draw + 1, 0x9e3779b1))
    .sample(guessed, tokens)
    .toSorted((one, other) => one - other);
