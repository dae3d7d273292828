import {
  architectureAt,
  architectureDocument,
  cost,
  defaultLabelFreeDraws,
  type Found,
  labelFreeAlpha,
  type SearchRequest,
  type Space,
} from "@zerolm/core";
import { loadSpace } from "../../files/space.js";
import { type ChosenAlpha, chooseAlpha } from "../../options/alpha.js";
import { budgetsOf, costOf, refuseIdleDtype, refuseIdleFront } from "../../options/budgets.js";
import { refuseIdle } from "../../options/idle.js";
import { loadProxy } from "../../options/load-proxy.js";
import { counted } from "../../output/numbers.js";
import { note, printResult } from "../../output/output.js";
import { predictorDocument, proxyDocument } from "../../output/proxy.js";
import { withOldFields } from "../../renamed.js";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";
import { checkOutputs, writeOutputs } from "./search-outputs.js";
import { checkState, runSearch } from "./search-run.js";
import { textOf } from "./search-text.js";

/** `zerolm search`: finds the best architectures of a space, prints them, and writes what was asked for. */
export async function search(spaceName: string, flags: SearchFlags): Promise<void> {
  checkOutputs(flags);
  checkState(flags);
  const proxy = await loadProxy(flags.proxy);
  const { alpha: given, std, nscAttention } = flags;
  refuseIdle({ "--alpha": given, "--std": std, "--nsc-attention": nscAttention }, [proxy.name]);
  refuseIdleDtype(flags, proxy.heeds.includes("dtype"));
  const budgets = budgetsOf(flags);
  const cost = costOf(budgets, proxy.name, flags);
  if (flags.pareto || (flags.plot ?? flags.report) !== undefined) refuseIdleFront(cost, proxy.name);
  const space = await loadSpace(spaceName, flags);
  const alpha = proxy.heeds.includes("alpha")
    ? chooseAlpha(flags, "label-free", () => labelFree(space, flags.seed))
    : undefined;
  const request: SearchRequest = {
    space,
    scorer: proxy.scorer({ ...flags, alpha: alpha?.value }),
    minimize: flags.minimize ?? false,
    budgets,
    top: flags.top,
    cost,
    pareto: flags.pareto ?? false,
    seed: flags.seed,
  };
  const started = performance.now();
  const result = await runSearch(request, flags);
  const outcome = {
    request,
    result,
    proxy: proxy.name,
    predictor: proxy.predictor,
    alpha,
    seconds: (performance.now() - started) / 1000,
  };
  // Printed first: what took minutes to find is not lost to a file that cannot be written.
  printResult(flags, documentOf(outcome, flags), () => textOf(outcome, flags));
  for (const line of await writeOutputs(outcome, flags)) note(flags, line);
}

function labelFree(space: Space, seed: number): ChosenAlpha {
  const drawn = counted(defaultLabelFreeDraws, "architecture");
  return { value: labelFreeAlpha(space, { seed }), source: `label-free, from ${drawn} of the space` };
}

function documentOf(
  { request, result, proxy, predictor, alpha, seconds }: SearchOutcome,
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
    ...proxyDocument(proxy, alpha, flags),
    ...predictorDocument(predictor),
    minimize: request.minimize ?? false,
    method: result.method,
    optimal: result.optimal,
    ...(result.bound === undefined ? {} : { bound: result.bound }),
    ...(result.proven === undefined ? {} : { proven: result.proven }),
    evaluated: result.evaluated,
    feasible: result.feasible,
    seconds,
    best: result.best.map((found, index) =>
      withOldFields({ rank: index + 1, ties: found.ties, ...described(found) }),
    ),
    ...(result.whole === false ? { paretoWhole: false } : {}),
    ...(request.pareto ? { pareto: result.pareto.map(described) } : {}),
  };
}
