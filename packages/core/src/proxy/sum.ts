import { z } from "zod";
import { exactTerm, sumOf } from "../capacity/exact-sum.js";
import { UsageError } from "../errors.js";
import { normalScores } from "../statistics/normal-scores.js";
import { listScorer } from "./list-scorer.js";
import { partOptions, requestsOf } from "./part-options.js";
import { prepareProxy } from "./prepare.js";
import { needs, type Proxy } from "./proxy.js";

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
    throw new UsageError(`${names.join("+")} names ${twice} twice. Name each proxy once.`);
  if (parts.length < 2) throw new UsageError("a sum of proxies needs at least two");
  const tunedOn = parts.flatMap((part) => part.tunedOn ?? []).join("; ");
  return {
    name: names.join("+"),
    summary: `sum of the normal scores of ${names.join(" and ")} over the list`,
    source: parts.map(({ source }) => source).join("; "),
    ...(tunedOn === "" ? {} : { tunedOn }),
    options: z.strictObject(Object.assign({}, ...parts.map(({ options }) => options.shape))),
    needs: needs[Math.max(...parts.map((part) => needs.indexOf(part.needs)))]!,
    asks: (options, seed) => requestsOf(parts, options, seed),
    prepare: async (options, resources) =>
      listScorer(
        await Promise.all(parts.map((part) => prepareProxy(part, partOptions(part, options), resources))),
        sumOfNormalScores,
      ),
  };
}

/** Added exactly, so that the order of the parts does not decide the last bit. */
function sumOfNormalScores(columns: readonly (readonly number[])[]): number[] {
  const normal = columns.map((column) => normalScores(column));
  return (columns[0] ?? []).map((_, place) => {
    const { high, low } = sumOf(normal.map((values) => exactTerm(values[place] as number)));
    return high + low;
  });
}
