import type { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import type { ExactSum } from "../capacity/exact-sum.js";
import { UsageError, WorkError, ZerolmError } from "../errors.js";
import { additiveScorer } from "./additive.js";
import { attempted, checkedScore, failedScore, messageOf, noScore, stopped } from "./checked-score.js";
import { parseOptions } from "./options.js";
import type { Additive, Needs, Proxy, Resources, Score, Scorer } from "./proxy.js";
import { shapeScorer } from "./shape-scorer.js";

/**
 * The scorer of a proxy, whoever wrote it: options are checked, resources that it needs are there, and whatever it throws or returns for
 * one architecture is a score or a missing one.
 *
 * @param options by name; what is left out has its default
 * @throws {UsageError} if an option is unknown or wrong, or something that the proxy needs is not at hand; {WorkError} if the proxy
 *   fails before it scores anything
 * @example
 * const scorer = await prepareProxy(proxies.zerolm, { alpha: 0.7 });
 * const scores = await scorer.scoreMany(architectures);
 * await scorer.close?.();
 */
export async function prepareProxy<Options extends z.ZodObject>(
  proxy: Proxy<Options>,
  options: z.input<Options>,
  resources: Resources = {},
): Promise<Scorer> {
  const parsed = parseOptions(proxy, options);
  refuseMissing(proxy, resources);
  try {
    return guarded(proxy.name, await proxy.prepare(parsed, resources));
  } catch (error) {
    if (error instanceof ZerolmError) throw error;
    throw new WorkError(`the proxy ${proxy.name} cannot be prepared: ${messageOf(error)}`);
  }
}

/** The resource of each need, and what it takes to have one. */
const resourceOf: Readonly<Record<Needs, readonly [keyof Resources, string] | undefined>> = {
  shapes: undefined,
  weights: ["weights", "real weights, and there are none here. Give a checkpoint."],
  network: ["probe", "a network that can be run, and nothing here can run one"],
  device: ["device", "a device to measure on, and there is none here"],
};

function refuseMissing({ name, needs }: Pick<Proxy, "name" | "needs">, resources: Resources): void {
  const needed = resourceOf[needs];
  if (needed && resources[needed[0]] === undefined)
    throw new UsageError(`the proxy ${name} needs ${needed[1]}`);
}

/** A scorer that keeps to its word; what can be made of the other parts may be left out. */
function guarded(name: string, made: Partial<Scorer> | undefined): Scorer {
  const { additive, score, scoreMany, atOnce, ranksLists, close } = made ?? {};
  const own = additive && summed(name, additive);
  const one = score ? (architecture: Architecture) => attempted(() => score(architecture)) : undefined;
  const whole = one ? shapeScorer(one) : own && additiveScorer(own);
  if (!whole && !scoreMany)
    throw new WorkError(`the proxy ${name} prepares no scorer: one has scoreMany, score or additive`);
  return {
    ...(own ? { additive: own } : {}),
    ...(whole ? { score: whole.score } : {}),
    scoreMany: scoreMany ? manyOf(scoreMany) : (whole as Scorer).scoreMany,
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(ranksLists ? { ranksLists } : {}),
    ...(close ? { close: () => close() } : {}),
  };
}

/** The sum that a proxy says it is, refused if a part of it is no number: added up, it would rank what has no score. */
function summed(name: string, { layer, rest, scale, layersIgnoreVocabulary }: Additive): Additive {
  return {
    ...(layersIgnoreVocabulary ? { layersIgnoreVocabulary } : {}),
    layer: (one, frame) => finite(name, layer(one, frame), () => `the layer ${JSON.stringify(one)}`),
    rest: (frame, stacks) => finite(name, rest(frame, stacks), () => "everything but the layers"),
    scale: (frame, stacks) => positive(name, scale(frame, stacks)),
  };
}

function finite(name: string, term: ExactSum, what: () => string): ExactSum {
  if (Number.isFinite(term.high + term.low)) return term;
  throw new WorkError(`the proxy ${name} returned ${term.high + term.low} as the term of ${what()}`);
}

function positive(name: string, scale: number): number {
  if (scale > 0 && scale < Number.POSITIVE_INFINITY) return scale;
  throw new WorkError(`the proxy ${name} returned ${scale} as its scale, which must be above 0`);
}

type ScoreMany = Scorer["scoreMany"];

/** If scoring many throws, each is tried by itself, so that one that fails does not take the others with it. */
function manyOf(scoreMany: ScoreMany): ScoreMany {
  const many: ScoreMany = async (architectures, host = {}) => {
    try {
      return listed(await scoreMany(architectures, host), architectures.length);
    } catch (error) {
      if (architectures.length === 1) return [failedScore(error)];
      const scores: Score[] = [];
      for (const architecture of architectures)
        scores.push(...(host.signal?.aborted ? [stopped] : await many([architecture], host)));
      return scores;
    }
  };
  return many;
}

/** The scores that were given, if they are as many as were asked for. */
function listed(given: unknown, count: number): Score[] {
  const scores: unknown[] = Array.isArray(given) ? given : [];
  if (scores.length === count) return scores.map(checkedScore);
  return new Array<Score>(count).fill(
    noScore(`returned ${scores.length} scores, but ${count} were requested`),
  );
}
