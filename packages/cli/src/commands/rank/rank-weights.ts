import { type Proxy, proxies, UsageError } from "@zerolm/core";
import { printable, wrapped } from "@zerolm/view";
import { isCheckpoint } from "../../checkpoint/is-checkpoint.js";
import type { RankFlags } from "./rank.flags.js";

/** Which weights are scored. */
export interface RankedWeights {
  readonly kind: "expected" | "sampled" | "real";
  /** Checkpoints whose weights are not read, since something else is ranked beside them, or by it. */
  readonly unread: readonly string[];
}

/**
 * Real weights if every file is a checkpoint and nothing else is asked for; else what the flags say.
 *
 * @throws {UsageError} if real weights are asked for and are not there, or mean nothing to the proxy
 */
export async function rankedWeights(
  paths: readonly string[],
  proxy: Proxy,
  flags: RankFlags,
): Promise<RankedWeights> {
  const { weights: given, initialiser, std } = flags;
  const trained = await Promise.all(paths.map(isTrained));
  const checkpoints = paths.filter((_, index) => trained[index]);
  if (given === "real") refuseUnreal(paths, checkpoints, proxy, flags);
  const expects = given === undefined && (initialiser !== undefined || std !== undefined);
  const canBeReal = checkpoints.length === paths.length && proxy.readsRealWeights === true && !expects;
  if (given === "real" || (given === undefined && canBeReal)) return { kind: "real", unread: [] };
  return { kind: given ?? "expected", unread: checkpoints };
}

/** A thousand configs need not be looked at on the disk. */
const isTrained = async (path: string): Promise<boolean> =>
  path !== "-" && !/(?<!\.safetensors\.index)\.(json|jsonl|ya?ml)$/.test(path) && isCheckpoint(path);

function refuseUnreal(
  paths: readonly string[],
  checkpoints: readonly string[],
  proxy: Proxy,
  { initialiser, std }: RankFlags,
): void {
  const other = paths.find((path) => !checkpoints.includes(path));
  if (other !== undefined)
    throw new UsageError(`--weights real: ${other} holds no weights; give checkpoints alone`);
  if (!proxy.readsRealWeights) {
    const reading = Object.values<Proxy>(proxies).filter(({ readsRealWeights }) => readsRealWeights);
    const names = reading.map(({ name }) => name).join(" and ");
    throw new UsageError(`--weights real changes nothing with --proxy ${proxy.name}; it is for ${names}`);
  }
  const idle = initialiser === undefined ? std && "--std" : "--initialiser";
  if (idle) throw new UsageError(`${idle} changes nothing with --weights real`);
}

/** The same for JSON; nothing for expected weights of files that hold no others. */
export const realDocument = ({ kind, unread }: RankedWeights): object => ({
  ...(kind === "real" ? { weights: kind } : {}),
  ...(unread.length > 0 ? { weightsNotRead: unread } : {}),
});

/** Whose weights were not read, in words. */
export const unreadLines = ({ unread }: RankedWeights): string[] =>
  unread.length === 0 ? [] : [wrapped(printable(`weights not read, ranked by config: ${unread.join(", ")}`))];
