import {
  type BenchmarkEntry,
  dataDrivenProxies,
  kendall,
  type OptionValues,
  type Probe,
  prepareProxy,
  sharedProbe,
} from "@zerolm/core";
import { networkProbe, openOnnx } from "@zerolm/engine";
import { correlationText } from "@zerolm/view";
import { resultFiles } from "../../packages/node/src/host/results.js";
import { cachedProbe } from "../../packages/tasks/src/proxy/cached-probe.js";
import { judgedSets, networksOf } from "./data-driven-tables.js";
import type { GeneratedTable } from "./generated-table.js";
import { publishedProbe } from "./published-network.js";
import { publishedVariants, type Variant } from "./published-variants.js";

export const variantHeadings = [
  "proxy, and what is as published",
  "networks",
  "τ of ours",
  "τ so",
  "τ †",
  "τ of ours with †",
  "τ so with †",
] as const;

/** A proxy with what it runs on. */
type Scored = Pick<Variant, "proxy" | "loss" | "weights">;

const scoredOf = ({ of }: Variant): Scored => ({ proxy: dataDrivenProxies[of] });

/**
 * What formulas, losses and initialisations as LPZero has them reach on the GPT-2 decoders, beside ours and the published scores.
 */
export async function variantTable(): Promise<GeneratedTable | undefined> {
  const set = judgedSets.find(({ table }) => table === "gpt2")!;
  const benchmark = await networksOf(set);
  if (!benchmark) return undefined;
  const { entries, publishedScores = {} } = benchmark;
  const scored = [...publishedVariants.map(scoredOf), ...publishedVariants];
  const columns = await scoresOf(entries, scored, set.options);
  const rows = publishedVariants.map(({ of, differs }, index): [string, string[]] => {
    const published = (publishedScores[set.published[of]!] ?? []).map(Number);
    const [own, so] = [columns[index]!, columns[index + publishedVariants.length]!];
    const quality = entries.map((entry) => entry.quality);
    const figures = [
      ...[own, so, published].map((scores) => kendall(scores, quality)),
      ...[own, so].map((scores) => kendall(scores, published)),
    ];
    return [`\`${of}\`, ${differs}`, [String(entries.length), ...figures.map(correlationText)]];
  });
  return { headings: variantHeadings, rows: new Map(rows) };
}

/** Of each proxy the scores of all networks, network after network, so that each runs once for all that ask the same of it. */
async function scoresOf(
  entries: readonly BenchmarkEntry[],
  scored: readonly Scored[],
  set: OptionValues,
): Promise<number[][]> {
  const executor = await openOnnx();
  const [own, other] = [networkProbe(executor), publishedProbe(executor)];
  const results = resultFiles();
  const probes = {
    ours: sharedOver(scored, cachedProbe(own, results, executor.name), undefined, set),
    published: sharedOver(scored, cachedProbe(other, results, `${executor.name}, LPZero`), "published", set),
  };
  const columns = scored.map((): number[] => []);
  for (const { architecture } of entries)
    for (const [index, one] of scored.entries()) {
      const probe = probes[one.weights ?? "ours"];
      const scorer = await prepareProxy(one.proxy, optionsOf(one, set), { probe, seed: 0 });
      columns[index]!.push((await scorer.scoreMany([architecture]))[0]!.value);
    }
  await own.close();
  return columns;
}

/** Runs networks once for all proxies that want their weights. */
function sharedOver(
  scored: readonly Scored[],
  probe: Probe,
  wanted: Scored["weights"],
  set: OptionValues,
): Probe {
  const asked = scored.filter((one) => one.weights === wanted);
  return sharedProbe(
    probe,
    asked.flatMap((one) => one.proxy.asks?.(one.proxy.options.parse(optionsOf(one, set)), 0) ?? []),
  );
}

/** Those that the proxy has. */
function optionsOf({ proxy, loss }: Scored, set: OptionValues): OptionValues {
  const all = { ...set, ...(loss ? { loss } : {}) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in proxy.options.shape));
}
