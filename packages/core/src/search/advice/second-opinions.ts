import type { Architecture } from "../../architecture/architecture.js";
import type { Scorer } from "../../proxy/proxy.js";

/** What another proxy thinks of an answer. */
export interface SecondOpinion {
  readonly proxy: string;
  /** Place of the answer among all, 1 if none is better; missing if the proxy has no score for it. */
  readonly place?: number | undefined;
  /** How many it was compared with, itself included. */
  readonly of: number;
}

/**
 * Where other proxies place an answer among its rivals, for example the ten best different shapes. The answer is the first of them.
 *
 * @param scorers by the names of their proxies
 * @example
 * await secondOpinions(shapes, { zerolm: proxies.zerolm.scorer() }); // [{ proxy: "zerolm", place: 3, of: 10 }]
 */
export const secondOpinions = (
  architectures: readonly Architecture[],
  scorers: Readonly<Record<string, Scorer>>,
): Promise<SecondOpinion[]> =>
  Promise.all(
    Object.entries(scorers).map(async ([proxy, scorer]) => {
      const scores = (await scorer.scoreMany(architectures)).map(({ value }) => value);
      const own = scores[0] ?? Number.NaN;
      const of = scores.filter((score) => !Number.isNaN(score)).length;
      return Number.isNaN(own)
        ? { proxy, of }
        : { proxy, place: 1 + scores.filter((score) => score > own).length, of };
    }),
  );
