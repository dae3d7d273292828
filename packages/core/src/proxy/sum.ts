import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { exactTerm, sumOf } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import type { Host } from "../host.js";
import { normalScores } from "../statistics/normal-scores.js";
import { prepareProxy } from "./prepare.js";
import { needs, type OptionValues, type Proxy, type Score, type Scorer } from "./proxy.js";

/**
 * Several proxies as one: the sum of their normal scores over the list at hand. What ranks a list by different virtues often ranks it better
 * than each alone: `shape+nonEmbeddingParameters` is the best rule known to us for a given list.
 *
 * A score depends on the whole list, so such a proxy has `scoreMany` alone and cannot be searched. It has the options of all parts; an
 * option that several have goes to each. An architecture that one part cannot score has no score.
 *
 * @throws {UsageError} for fewer than two parts, or one part twice
 * @example
 * const scorer = await prepareProxy(proxySum([proxies.shape, proxies.nonEmbeddingParameters]), {});
 */
export function proxySum(parts: readonly Proxy[]): Proxy {
  const names = parts.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`${names.join("+")} names ${twice} twice; name each proxy once`);
  if (parts.length < 2) throw new UsageError("a sum of proxies needs at least two");
  const tunedOn = parts.flatMap((part) => part.tunedOn ?? []).join("; ");
  return {
    name: names.join("+"),
    summary: `sum of the normal scores of ${names.join(" and ")} over the list`,
    source: parts.map(({ source }) => source).join("; "),
    ...(tunedOn === "" ? {} : { tunedOn }),
    options: z.strictObject(Object.assign({}, ...parts.map(({ options }) => options.shape))),
    needs: needs[Math.max(...parts.map((part) => needs.indexOf(part.needs)))]!,
    prepare: async (options, resources) =>
      sumScorer(
        await Promise.all(parts.map((part) => prepareProxy(part, ownOptions(part, options), resources))),
      ),
  };
}

/** The options that a part has, of those of all. */
const ownOptions = ({ options }: Proxy, values: OptionValues): OptionValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(options.shape, key)));

const sumScorer = (scorers: readonly Scorer[]): Scorer => ({
  ranksLists: true,
  scoreMany: (architectures, host) => scoreTogether(scorers, architectures, host),
  close: async () => {
    for (const scorer of scorers) await scorer.close?.();
  },
});

async function scoreTogether(
  scorers: readonly Scorer[],
  architectures: readonly Architecture[],
  host: Host | undefined,
): Promise<Score[]> {
  const columns: (readonly Score[])[] = [];
  for (const scorer of scorers) columns.push(await scorer.scoreMany(architectures, host));
  const missing = architectures.map((_, index) =>
    columns.map((column) => column[index] as Score).find(({ value }) => Number.isNaN(value)),
  );
  const there = [...architectures.keys()].filter((index) => missing[index] === undefined);
  const normal = columns.map((column) => normalScores(there.map((index) => (column[index] as Score).value)));
  const scores = missing.map((score) => score ?? { value: 0 });
  // Added exactly, so that the order of the parts does not decide the last bit.
  for (const [place, index] of there.entries()) {
    const { high, low } = sumOf(normal.map((values) => exactTerm(values[place] as number)));
    scores[index] = { value: high + low };
  }
  return scores;
}
