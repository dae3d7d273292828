import { type OptionValues, type Proxy, proxies, UsageError } from "@zerolm/core";
import { isCheckpoint } from "../checkpoint/is-checkpoint.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { foreignText } from "../proxy/idle.js";

/** Which weights are scored. */
export interface RankedWeights {
  readonly real: boolean;
  /** Checkpoints whose weights are not read, since something else is ranked beside them, or by it. */
  readonly unread: readonly string[];
}

/** Of paths, those of checkpoints. */
export async function checkpointsAmong(paths: readonly string[], host: TaskHost): Promise<string[]> {
  const trained = await Promise.all(paths.map((path) => isTrained(path, host)));
  return paths.filter((_, index) => trained[index]);
}

/**
 * Real weights if every file is a checkpoint and nothing else is asked for; else what the options say.
 *
 * @param withKnown whether known models are ranked beside them, of which only shapes are known
 * @throws {UsageError} if real weights are asked for and are not there, or mean nothing to the proxy
 */
export function rankedWeights(
  paths: readonly string[],
  checkpoints: readonly string[],
  proxy: Proxy,
  options: OptionValues,
  withKnown: boolean,
  host: TaskHost,
): RankedWeights {
  const { weights: given, initialiser, std } = options;
  if (given === "real" && withKnown)
    throw new UsageError(
      `${fieldName(host, "withKnown")} has no effect with ${fieldName(host, "weights")} real: only the shapes of known models are known`,
    );
  if (given === "real") refuseUnreal(paths, checkpoints, proxy, options, host);
  const expects = given === undefined && (initialiser !== undefined || std !== undefined);
  const canBeReal =
    checkpoints.length === paths.length && proxy.readsRealWeights === true && !expects && !withKnown;
  const real = given === "real" || (given === undefined && canBeReal);
  return { real, unread: real ? [] : checkpoints };
}

/**
 * Real weights, since networks run over a text with them.
 *
 * @throws {UsageError} if a file is no checkpoint, the proxy runs no networks, or something else is asked for that does not go with it
 */
export function weightsOverText(
  paths: readonly string[],
  checkpoints: readonly string[],
  proxy: Proxy,
  withKnown: boolean,
  host: TaskHost,
): RankedWeights {
  const text = fieldName(host, "text");
  if (proxy.needs !== "network")
    throw new UsageError(
      `${text} belongs to proxies that run networks, and ${proxy.name} runs none. Add ${fieldName(host, "proxy")} snip or another data-driven proxy.`,
    );
  const other = paths.find((path) => !checkpoints.includes(path));
  if (other !== undefined) throw new UsageError(`${text}: ${other} holds no weights. Give only checkpoints.`);
  if (withKnown)
    throw new UsageError(
      `${fieldName(host, "withKnown")} cannot be combined with ${text}: only the shapes of known models are known`,
    );
  return { real: true, unread: [] };
}

/** A thousand configs need not be looked at on the disk. */
const isTrained = async (path: string, host: TaskHost): Promise<boolean> =>
  !/(?<!\.safetensors\.index)\.(json|jsonl|ndjson|ya?ml)$/.test(path) && (await isCheckpoint(path, host));

function refuseUnreal(
  paths: readonly string[],
  checkpoints: readonly string[],
  proxy: Proxy,
  options: OptionValues,
  host: TaskHost,
): void {
  const real = `${fieldName(host, "weights")} real`;
  const other = paths.find((path) => !checkpoints.includes(path));
  if (other !== undefined) throw new UsageError(`${real}: ${other} holds no weights. Give only checkpoints.`);
  if (!proxy.readsRealWeights) {
    const reading = Object.values<Proxy>(proxies).filter(({ readsRealWeights }) => readsRealWeights);
    const names = reading.map(({ name }) => name);
    throw new UsageError(foreignText(real, names, [proxy.name], host));
  }
  const idle = ["initialiser", "std"].find((key) => options[key] !== undefined);
  if (idle !== undefined) throw new UsageError(`${fieldName(host, idle)} has no effect with ${real}`);
}
