import {
  type Additive,
  architectureAt,
  architectureDocument,
  type Budget,
  builtinSpace,
  builtinSpaces,
  compileSpace,
  cost,
  defaultLabelFreeDraws,
  type Found,
  labelFreeAlpha,
  proxies,
  type Quantity,
  readDocument,
  type Scorer,
  type SearchRequest,
  type SearchResult,
  type Space,
  UsageError,
} from "@zerolm/core";
import { fileName, readTextFile } from "../files/read-file.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { refuseIdle } from "../options/idle.js";
import { loadProxy } from "../options/load-proxy.js";
import { counted, fullCount } from "../output/numbers.js";
import { note, printResult } from "../output/output.js";
import { proxyDocument } from "../output/proxy.js";
import type { SearchFlags } from "./search.command.js";
import { checkOutputs, writeOutputs } from "./search-outputs.js";
import { checkState, runSearch } from "./search-run.js";
import { textOf } from "./search-text.js";

/** Everything that a search found, for printing, writing and drawing. */
export interface SearchOutcome {
  readonly request: SearchRequest;
  readonly result: SearchResult;
  readonly proxy: string;
  readonly alpha: ChosenAlpha | undefined;
  readonly seconds: number;
}

/** `zerolm search`: finds the best architectures of a space, prints them, and writes what was asked for. */
export async function search(spaceName: string, flags: SearchFlags): Promise<void> {
  checkOutputs(flags);
  checkState(flags);
  const proxy = await loadProxy(flags.proxy);
  const { alpha: given, std, nscAttention } = flags;
  refuseIdle({ "--alpha": given, "--std": std, "--nsc-attention": nscAttention }, [proxy.name]);
  const budgets = budgetsOf(flags);
  const space = await loadSpace(spaceName);
  const alpha = proxy.usesAlpha
    ? chooseAlpha(flags, "label-free", () => labelFree(space, flags.seed))
    : undefined;
  const request: SearchRequest = {
    space,
    scorer: proxy.scorer({ ...flags, alpha: alpha?.value }),
    budgets,
    top: flags.top,
    cost: costOf(budgets),
    pareto: flags.pareto ?? false,
    seed: flags.seed,
  };
  const started = performance.now();
  const result = await runSearch(request, flags);
  const outcome = {
    request,
    result,
    proxy: proxy.name,
    alpha,
    seconds: (performance.now() - started) / 1000,
  };
  const written = await writeOutputs(outcome, flags);
  printResult(flags, documentOf(outcome, flags), () => textOf(outcome, flags));
  for (const line of written) note(flags, line);
}

/** A built-in space by its name, or one from a file. */
export async function loadSpace(name: string): Promise<Space> {
  const isFile = name === "-" || /[./\\]/.test(name);
  if (!isFile || Object.hasOwn(builtinSpaces, name)) return builtinSpace(name);
  return compileSpace(readDocument(await readTextFile(name), fileName(name)));
}

function labelFree(space: Space, seed: number): ChosenAlpha {
  const drawn = counted(defaultLabelFreeDraws, "architecture");
  return { value: labelFreeAlpha(space, { seed }), source: `label-free, from ${drawn} of the space` };
}

function budgetsOf(flags: SearchFlags): Budget[] {
  const limit = (name: string, scorer: Scorer, minimum?: number, maximum?: number): Budget[] => {
    if (minimum === undefined && maximum === undefined) return [];
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      throw new UsageError(
        `the least ${name} allowed (${fullCount(minimum)}) are above the most (${fullCount(maximum)})`,
      );
    return [{ quantity: { name, additive: scorer.additive as Additive }, minimum, maximum }];
  };
  const { parameters, nonEmbeddingParameters, flops } = proxies;
  return [
    ...limit("parameters", parameters.scorer({}), flags.minParams, flags.maxParams),
    ...limit(
      "non-embedding parameters",
      nonEmbeddingParameters.scorer({}),
      flags.minNonEmbeddingParams,
      flags.maxNonEmbeddingParams,
    ),
    ...limit("FLOPs", flops.scorer({ sequence: flags.sequence }), flags.minFlops, flags.maxFlops),
  ];
}

/** What the front is drawn against: what a single budget limits, else parameters. */
function costOf(budgets: readonly Budget[]): Quantity {
  const [only, ...others] = budgets;
  if (only && others.length === 0) return only.quantity;
  return { name: "parameters", additive: proxies.parameters.scorer({}).additive as Additive };
}

function documentOf({ request, result, proxy, alpha, seconds }: SearchOutcome, flags: SearchFlags): unknown {
  const described = (found: Found): object => {
    const architecture = architectureAt(request.space, found.genotype);
    const { parameters, flops } = cost(architecture, flags);
    return {
      score: found.score,
      parameters: parameters.total,
      flops: flops.perSequence,
      architecture: architectureDocument(architecture),
    };
  };
  return {
    space: request.space.name,
    size: String(request.space.size),
    ...proxyDocument(proxy, alpha, flags),
    method: result.method,
    optimal: result.optimal,
    ...(result.bound === undefined ? {} : { bound: result.bound }),
    evaluated: result.evaluated,
    feasible: result.feasible,
    seconds,
    best: result.best.map((found, index) => ({ rank: index + 1, alike: found.alike, ...described(found) })),
    ...(request.pareto ? { pareto: result.pareto.map(described) } : {}),
  };
}
