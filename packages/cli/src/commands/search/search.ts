import {
  architectureAt,
  architectureDocument,
  cost,
  defaultLabelFreeDraws,
  type Found,
  labelFreeAlpha,
  prepareProxy,
  type SearchRequest,
  type Space,
  UsageError,
} from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import {
  aboutOf,
  type ChosenAlpha,
  chooseAlpha,
  hasZerolmAlpha,
  type LoadedProxy,
  loadProxy,
  loadSpace,
  optionsWith,
  predictorOutcome,
  proxyOutcome,
  withOldFields,
} from "@zerolm/tasks";
import { counted } from "@zerolm/view";
import { budgetsOf, costOf, refuseIdleDtype, refuseIdleFront } from "../../options/budgets.js";
import { refuseIdle } from "../../options/idle.js";
import { flagOf } from "../../options/proxy-option.js";
import { note, printResult } from "../../terminal/output.js";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";
import { checkOutputs, writeOutputs } from "./search-outputs.js";
import { checkState, runSearch } from "./search-run.js";
import { textOf } from "./search-text.js";

/** `zerolm search`: finds the best architectures of a space, prints them, and writes what was asked for. */
export async function search(spaceName: string, flags: SearchFlags): Promise<void> {
  checkOutputs(flags);
  checkState(flags);
  const host = nodeHost({ fieldName: flagOf });
  const loaded = await loadProxy(flags.proxy, host);
  const { proxy, predictor } = loaded;
  refuseScores(loaded);
  const budgets = budgetsOf(flags);
  refuseIdleDtype(flags, "dtype" in proxy.options.shape);
  refuseIdle(flags, [proxy], ["sequence", "dtype"]);
  const cost = costOf(budgets, proxy.name, flags);
  if (flags.pareto || (flags.plot ?? flags.report) !== undefined) refuseIdleFront(cost, proxy.name);
  const space = await loadSpace(spaceName, host, flags);
  const alpha = hasZerolmAlpha(loaded)
    ? chooseAlpha(flags.alpha, "label-free", () => labelFree(space, flags.seed))
    : undefined;
  const options = optionsWith(loaded, { ...flags }, alpha, host);
  const scorer = await prepareProxy(proxy, options, { seed: flags.seed });
  const request: SearchRequest = {
    space,
    scorer,
    minimize: flags.minimize ?? false,
    budgets,
    top: flags.top,
    cost,
    pareto: flags.pareto ?? false,
    seed: flags.seed,
  };
  try {
    const started = performance.now();
    const result = await runSearch(request, flags);
    const seconds = (performance.now() - started) / 1000;
    const outcome = { request, result, about: aboutOf(loaded, options, alpha), predictor, seconds };
    // Printed first: what took minutes to find is not lost to a file that cannot be written.
    printResult(flags, documentOf(outcome, flags), () => textOf(outcome, flags));
    for (const line of await writeOutputs(outcome, flags)) note(flags, line);
  } finally {
    await scorer.close?.();
  }
}

/** A list of scores says nothing of the architectures that a search comes by. */
function refuseScores({ reference, proxy }: LoadedProxy): void {
  if (reference.kind !== "scores") return;
  throw new UsageError(
    `${proxy.name} has scores of ${counted(reference.scores.keys.length, "architecture")} alone, and a search has to score any of the space; use rank or evaluate, or a proxy that computes them, such as --proxy ./mine.mjs`,
    { file: reference.scores.file },
  );
}

function labelFree(space: Space, seed: number): ChosenAlpha {
  const drawn = counted(defaultLabelFreeDraws, "architecture");
  return { value: labelFreeAlpha(space, { seed }), source: `label-free, from ${drawn} of the space` };
}

function documentOf(
  { request, result, about, predictor, seconds }: SearchOutcome,
  flags: SearchFlags,
): object {
  const described = (found: Found): object => {
    const architecture = architectureAt(request.space, found.genotype);
    const { parameters, flops } = cost(architecture, flags);
    return {
      score: found.score,
      interval: predictor?.predict(architecture).interval,
      parameters: parameters.total,
      flops: flops.perSequence,
      architecture: architectureDocument(architecture),
    };
  };
  return {
    space: request.space.name,
    size: String(request.space.size),
    ...(flags.layersEqual ? { layersEqual: true } : {}),
    ...proxyOutcome(about),
    ...predictorOutcome(predictor),
    minimize: request.minimize ?? false,
    method: result.method,
    optimal: result.optimal,
    ...(result.bound === undefined ? {} : { bound: result.bound }),
    ...(result.proven === undefined ? {} : { proven: result.proven }),
    evaluated: result.evaluated,
    feasible: result.feasible,
    ...(result.unscored
      ? { unscored: { count: result.unscored.count, missing: result.unscored.missing } }
      : {}),
    seconds,
    best: result.best.map((found, index) =>
      withOldFields({ rank: index + 1, ties: found.ties, ...described(found) }),
    ),
    ...(result.whole === false ? { paretoWhole: false } : {}),
    ...(request.pareto ? { pareto: result.pareto.map(described) } : {}),
  };
}
