import { shown } from "../document/check.js";
import type { Score } from "./proxy.js";

/** No score, and why. */
export const noScore = (missing: string): Score => ({ value: Number.NaN, missing });

/** A score that was not computed any more. */
export const stopped: Score = noScore("was stopped and returned no score");

/**
 * Which proxy has no score for which architecture, and why: a sentence without its full stop.
 *
 * @example
 * missingText("mine", "a.json", score); // 'mine threw "no such layer" for a.json'
 */
export const missingText = (
  proxy: string,
  architecture: string | undefined,
  score: Score | undefined,
): string =>
  `${proxy} ${score?.missing ?? "returned no score"} for ${architecture ?? "an architecture without a name"}`;

/** The score that a function gives, or why there is none. */
export function attempted(score: () => unknown): Score {
  try {
    return checkedScore(score());
  } catch (error) {
    return failedScore(error);
  }
}

export const failedScore = (error: unknown): Score => noScore(`threw ${JSON.stringify(messageOf(error))}`);

/** What was thrown, in words; other people's code throws anything. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A score as other people's code gives it, maybe a bare number. One that is not finite is missing, so that it is ranked nowhere. */
export function checkedScore(given: unknown): Score {
  const score = typeof given === "number" ? { value: given } : given;
  if (!isScore(score)) return noScore(`returned ${shown(score)}, which is not a score`);
  return Number.isFinite(score.value) ? score : noScore(score.missing ?? `returned ${score.value}`);
}

const isScore = (given: unknown): given is Score =>
  typeof given === "object" && given !== null && "value" in given && typeof given.value === "number";
