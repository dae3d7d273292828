import { basename, resolve } from "node:path";
import {
  type Checkpoint,
  defaultMultiple,
  defaultUniformity,
  type MappedCheckpoint,
  mapCheckpoint,
  type Planner,
  type PruneOptions,
  type PrunePlan,
  type PruneProxy,
  prunedCheckpoint,
  prunePlanner,
  pruneProxies,
  type SizeMeasure,
} from "@zerolm/checkpoint";
import { defaultAlpha, entryNamed, UsageError, WorkError } from "@zerolm/core";
import { writePruned } from "@zerolm/node";
import { version } from "../../../package.json";
import { openWithAdapter } from "../../checkpoint/open.js";
import { statisticsOf } from "../../checkpoint/statistics.js";
import type { ChosenAlpha } from "../../options/alpha.js";
import { bytesText } from "../../output/numbers.js";
import { note, printResult } from "../../output/output.js";
import { Progress } from "../../output/progress.js";
import type { PruneFlags } from "./prune.flags.js";
import { budgetsOf, type PruneBudgets } from "./prune-budget.js";
import type { PruneOutcome } from "./prune-outcome.js";
import { textOf } from "./prune-text.js";

/** `zerolm prune`: decides what of a checkpoint stays, and writes it. */
export async function prune(path: string, flags: PruneFlags): Promise<void> {
  const budget = budgetsOf(flags);
  const { proxy, alpha } = proxyOf(flags);
  if (flags.out === undefined && !flags.dryRun)
    throw new UsageError("say where to write the smaller checkpoint with -o, or only plan with --dry-run");
  const { name, checkpoint } = await openWithAdapter(path, flags.lora);
  try {
    const mapped = mapCheckpoint(checkpoint);
    const statistics = await statisticsOf(mapped, flags);
    const shapes = shapesOf(mapped, flags);
    const options = { ...optionsOf(flags, proxy, alpha, budget), ...shapes };
    const planner = await prunePlanner(mapped, statistics, options);
    const plan = planner.plan(budget.limit(planner));
    const pruned = prunedCheckpoint(checkpoint, mapped, plan);
    const front = flags.pareto ? frontOf(planner) : undefined;
    const outcome = { name, mapped, proxy, alpha, budget, ...shapes, plan, pruned, front };
    const written = await writeUnlessDry(outcome, checkpoint, flags);
    printResult(flags, documentOf(outcome, flags), () => textOf(outcome, flags));
    if (written !== undefined) note(flags, `Wrote ${written}`);
  } finally {
    await checkpoint.close();
  }
}

function proxyOf({ proxy: name, alpha }: PruneFlags): Pick<PruneOutcome, "proxy" | "alpha"> {
  const proxy: PruneProxy = entryNamed(pruneProxies, name, "proxy for pruning");
  if (!proxy.usesAlpha && alpha !== undefined)
    throw new UsageError(
      `--alpha changes nothing with --proxy ${name}; it is for ${namesWithAlpha().join(" and ")}`,
    );
  if (!proxy.usesAlpha) return { proxy, alpha: undefined };
  const chosen = alpha === undefined ? { value: defaultAlpha, source: "default" } : undefined;
  return { proxy, alpha: chosen ?? { value: alpha as number, source: "given" } };
}

const namesWithAlpha = (): string[] =>
  Object.values<PruneProxy>(pruneProxies)
    .filter(({ usesAlpha }) => usesAlpha)
    .map(({ name }) => name);

/** What layers have in common, and the step of FFN widths; where they are not given, so that others load the result. */
function shapesOf(
  mapped: MappedCheckpoint,
  { uniform: given, multipleOf }: PruneFlags,
): Pick<PruneOutcome, "uniform" | "multipleOf"> {
  const uniform = given === true ? "all" : (given ?? defaultUniformity(mapped));
  return { uniform, multipleOf: multipleOf ?? defaultMultiple(mapped, uniform) };
}

function optionsOf(
  { order, atLeast, drop }: PruneFlags,
  proxy: PruneProxy,
  alpha: ChosenAlpha | undefined,
  { measure, also }: PruneBudgets,
): PruneOptions {
  return {
    proxy,
    alpha: alpha?.value,
    order,
    atLeast,
    whole: drop ?? false,
    measure,
    also,
  };
}

/** Shares of the layers' size at which the front is shown, in percent. */
const frontPercents = [100, 95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 40, 30, 20, 10];

/** The best plan for each of these sizes that can be met. */
function frontOf({ size, nonEmbeddingSize, plan }: Planner): PrunePlan[] {
  return frontPercents.flatMap((percent) => {
    try {
      return [plan(size - (1 - percent / 100) * nonEmbeddingSize)];
    } catch (error) {
      if (error instanceof WorkError) return []; // below the least that can be kept
      throw error;
    }
  });
}

/** Writes the checkpoint unless only a plan was asked for; returns where. */
async function writeUnlessDry(
  outcome: PruneOutcome,
  checkpoint: Checkpoint,
  flags: PruneFlags,
): Promise<string | undefined> {
  const { out, dryRun } = flags;
  if (out === undefined || dryRun) return undefined;
  const progress = new Progress(flags);
  const onProgress = (done: number, total: number): void =>
    progress.show(`${bytesText(done)} of ${bytesText(total)} written`, done, total);
  try {
    await writePruned(out, checkpoint, outcome.pruned, { about: aboutOf(outcome, flags), onProgress });
  } finally {
    progress.end();
  }
  return out;
}

/** What `pruning.json` and `--json` both say. */
function aboutOf(
  { mapped, proxy, alpha, budget, uniform, multipleOf, plan }: PruneOutcome,
  { lora, order, atLeast, drop }: PruneFlags,
): object {
  return {
    zerolm: version,
    family: mapped.family,
    ...(lora === undefined ? {} : { lora: basename(resolve(lora)) }),
    proxy: proxy.name,
    ...(alpha ? { alpha: alpha.value, alphaSource: alpha.source } : {}),
    budget: budget.text,
    measure: measureName(budget.measure),
    order,
    uniform,
    multipleOf,
    atLeast,
    drop: drop ?? false,
    size: plan.size,
    sizeBefore: plan.sizeBefore,
    ...(plan.also.length > 0 ? { also: alsoOf(budget, plan) } : {}),
    value: plan.value,
    valueBefore: plan.valueBefore,
    optimal: plan.optimal,
    kept: plan.parts.map(({ units, ...part }) => ({ ...part, kept: units.length, units: rangesText(units) })),
  };
}

const measureName = (measure: SizeMeasure): string => (typeof measure === "object" ? "flops" : measure);

/** The sizes in the measures of further budgets. */
const alsoOf = ({ also }: PruneBudgets, plan: PrunePlan): object[] =>
  also.map(({ measure }, index) => ({ measure: measureName(measure), ...plan.also[index] }));

/** Numbers in ascending order as ranges: `0-3,7`. Thousands of rows, one a line, would be no document. */
function rangesText(units: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const unit of units) {
    const last = ranges.at(-1);
    if (last && unit === last[1] + 1) last[1] = unit;
    else ranges.push([unit, unit]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

function documentOf(outcome: PruneOutcome, flags: PruneFlags): object {
  const { pruned, front, name } = outcome;
  return {
    checkpoint: name,
    out: flags.dryRun ? null : (flags.out ?? null),
    ...aboutOf(outcome, flags),
    loadedBy: pruned.loadedBy,
    ...(front ? { pareto: front.map(({ size, value }) => ({ size, value })) } : {}),
  };
}
