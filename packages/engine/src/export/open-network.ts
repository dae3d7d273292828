import { type Architecture, imageTokens, seesImagesAlone } from "@zerolm/core";
import { reshape, slice } from "../graph/layout.js";
import type { Value } from "../graph/value.js";
import { Constants } from "../network/constants.js";
import { logProbabilities, taskOutputs, tokenScores } from "../network/head.js";
import { type Network, networkOf, type Trained } from "../network/network.js";
import type { Reach } from "../network/reach.js";
import type { Batch } from "../network/stream.js";

/** A value that a model puts out, by its name. */
export interface Output {
  readonly name: string;
  readonly value: Value;
}

/** A network of open sizes at some of them. */
export interface OpenNetwork {
  readonly network: Network;
  readonly outputs: readonly Output[];
}

/** Sizes that a model leaves open. */
export interface OpenSizes {
  readonly batch: number;
  readonly tokens: number;
  /** Tokens in the cache. */
  readonly past: number;
}

/** How a network is opened. */
export interface Opening {
  readonly trained: Trained;
  /** Tokens of a text at most. */
  readonly context: number;
  /** Whether keys and values of earlier tokens are given, and those of the new ones put out. */
  readonly hasCache: boolean;
  /** Whether scores are put out for the last token of each sequence alone. */
  readonly lastOnly: boolean;
}

/** Mixers whose keys and values a cache can hold. */
const cached: ReadonlySet<string> = new Set(["attention", "latent"]);

/** Whether an architecture can resume from keys and values of earlier tokens. */
export const canCache = ({ kind, layers, embedding }: Architecture): boolean =>
  kind === "decoder" &&
  embedding.patches === undefined &&
  layers.every(({ mixer }) => mixer === undefined || cached.has(mixer.kind));

/** Whether the matrices of a mixer depend on the number of tokens, as those of a Fourier transform do. */
export const needsFixedTokens = ({ layers }: Architecture): boolean =>
  layers.some(({ mixer }) => mixer?.kind === "fourier");

/**
 * Builds a network again and again at different sizes; tables of positions are made once.
 *
 * @throws {WorkError} for a part that cannot be run
 */
export function openNetwork(
  architecture: Architecture,
  { trained, context, hasCache, lastOnly }: Opening,
): (sizes: OpenSizes) => OpenNetwork {
  const tables = new Constants();
  return ({ batch: sequences, tokens, past }) => {
    const batch = { sequences, tokens };
    const reach: Reach = { context, past: hasCache ? past : 0, hasCache, tables };
    const ids = new Int32Array(sequences * tokens);
    const network = networkOf(architecture, { batch, ids: { encoder: ids, decoder: ids }, trained, reach });
    return { network, outputs: [...outputsOf(network, lastOnly), ...cacheOf(network)] };
  };
}

/** Keys and values of the new tokens alone: a caller who keeps the cache has the others. */
const cacheOf = ({ scope }: Network): Output[] =>
  scope.cache.flatMap(({ layer, keys, values }) => [
    { name: `new_key_values.${layer}.key`, value: keys },
    { name: `new_key_values.${layer}.value`, value: values },
  ]);

/** Scores of tokens or of a task, else the last hidden states; and the pooled token. */
function outputsOf(network: Network, lastOnly: boolean): Output[] {
  const { architecture, scope, last } = network;
  const { head, embedding } = architecture;
  const hasTokens = head.vocabulary !== "none" || head.transform;
  const ofTask = hasTokens ? "task_output" : "logits";
  const more = taskOutputs(architecture, scope, last).map((value, index) => ({
    name: index === 0 && head.pooler ? "pooler_output" : ofTask,
    value: value.shape[0] === last.value.shape[0] ? inSequences(last, value) : value,
  }));
  const hidden = { name: "last_hidden_state", value: inSequences(last, last.value) };
  if (!hasTokens) return more.some(({ name }) => name === "logits") ? more : [hidden, ...more];
  const seen = lastOnly ? { ...last, tokens: 1, value: lastTokens(last) } : last;
  const value = embedding.adaptive
    ? logProbabilities(architecture, scope, seen.value)
    : tokenScores(architecture, scope, seen.value);
  const name = embedding.adaptive ? "log_probabilities" : "logits";
  return [{ name, value: inSequences(seen, value) }, ...more];
}

const inSequences = ({ sequences, tokens }: Batch, value: Value): Value =>
  reshape(value, [sequences, tokens, value.shape[1]]);

function lastTokens({ value, sequences, tokens }: Network["last"]): Value {
  const width = value.shape[1];
  const apart = reshape(value, [sequences, tokens, width]);
  return reshape(slice(apart, 1, tokens - 1, tokens), [sequences, width]);
}

/** Tokens that a model sees of an image, if it sees nothing else. */
export const fixedTokens = (architecture: Architecture): number | undefined =>
  seesImagesAlone(architecture) ? imageTokens(architecture.embedding) : undefined;
