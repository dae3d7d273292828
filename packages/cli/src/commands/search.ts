import {
  type Additive,
  type Architecture,
  architectureAt,
  architectureDocument,
  type Best,
  type Budget,
  builtinSpace,
  builtinSpaces,
  compileSpace,
  cost,
  defaultLabelFreeDraws,
  entryNamed,
  type Found,
  labelFreeAlpha,
  proxies,
  readDocument,
  type Scorer,
  type SearchRequest,
  type SearchResult,
  type Space,
  searchMethods,
  UsageError,
} from "@zerolm/core";
import { readTextFile } from "../files/read-file.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { layerTable } from "../output/architecture.js";
import { flopsText, fullCount, scoreText, secondsText, shortCount } from "../output/numbers.js";
import { note, printResult } from "../output/output.js";
import { emphasised, table } from "../output/table.js";
import type { SearchFlags } from "./search.command.js";
import { checkOutputs, writeOutputs } from "./search-outputs.js";

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
  const space = await loadSpace(spaceName);
  const proxy = entryNamed(proxies, flags.proxy, "proxy");
  const alpha = proxy.usesAlpha
    ? chooseAlpha(flags, "label-free", () => labelFree(space, flags.seed))
    : undefined;
  const request: SearchRequest = {
    space,
    scorer: proxy.scorer({ ...flags, alpha: alpha?.value }),
    budgets: budgetsOf(flags),
    top: flags.top,
    pareto: flags.pareto ?? false,
  };
  const started = performance.now();
  const result = searchMethods.exhaustive.search(request);
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

async function loadSpace(name: string): Promise<Space> {
  const isFile = /[./\\]/.test(name);
  if (!isFile || Object.hasOwn(builtinSpaces, name)) return builtinSpace(name);
  return compileSpace(readDocument(await readTextFile(name), name));
}

function labelFree(space: Space, seed: number): ChosenAlpha {
  const draws = fullCount(defaultLabelFreeDraws);
  return {
    value: labelFreeAlpha(space, { seed }),
    source: `label-free, from ${draws} architectures of ${space.name}`,
  };
}

function budgetsOf(flags: SearchFlags): Budget[] {
  const limit = (name: string, scorer: Scorer, minimum?: number, maximum?: number): Budget[] => {
    if (minimum === undefined && maximum === undefined) return [];
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      throw new UsageError(
        `the least ${name} allowed (${fullCount(minimum)}) are above the most (${fullCount(maximum)})`,
      );
    return [{ name, quantity: scorer.additive as Additive, minimum, maximum }];
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
    proxy,
    ...(alpha ? { alpha: alpha.value, alphaSource: alpha.source } : {}),
    method: result.method,
    optimal: result.optimal,
    evaluated: result.evaluated,
    feasible: result.feasible,
    seconds,
    best: result.best.map((found, index) => ({ rank: index + 1, alike: found.alike, ...described(found) })),
    ...(request.pareto ? { pareto: result.pareto.map(described) } : {}),
  };
}

function textOf(outcome: SearchOutcome, flags: SearchFlags): string {
  const { request, result, proxy, alpha, seconds } = outcome;
  const at = (found: Found): Architecture => architectureAt(request.space, found.genotype);
  const best = at(result.best[0] as Best);
  const budget = request.budgets.map(budgetText).join(", ");
  return [
    `${request.space.name}: ${fullCount(result.evaluated)} architectures scored in ${secondsText(seconds)}`,
    `by ${proxy}${alpha ? `, alpha ${alpha.value} (${alpha.source})` : ""}`,
    budget ? `budget: ${budget}, which ${fullCount(result.feasible)} architectures meet` : "no budget",
    "",
    foundTable(result.best, at, flags),
    "",
    emphasised("The best, layer by layer:", "bold"),
    layerTable(best),
    ...(request.pareto ? ["", ...paretoLines(result.pareto, at, flags)] : []),
    "",
    "alike: so many architectures have this score; the smallest of them is shown.",
    "Every architecture was scored, so nothing in the space scores higher. How far to",
    "trust a score: zerolm evaluate nas-bench-bert judges it by 500 trained networks.",
  ].join("\n");
}

function budgetText({ name, minimum, maximum }: Budget): string {
  if (minimum === undefined) return `at most ${shortCount(maximum as number)} ${name}`;
  if (maximum === undefined) return `at least ${shortCount(minimum)} ${name}`;
  return `${shortCount(minimum)} to ${shortCount(maximum)} ${name}`;
}

/** A long front is thinned evenly; `--json` has all of it. */
const shownOnFront = 20;

function paretoLines(
  front: readonly Found[],
  at: (found: Found) => Architecture,
  flags: SearchFlags,
): string[] {
  const step = Math.max(1, (front.length - 1) / (shownOnFront - 1));
  const shown =
    front.length <= shownOnFront
      ? front
      : Array.from({ length: shownOnFront }, (_, index) => front[Math.round(index * step)] as Found);
  const heading = `Pareto front, score against parameters: ${front.length} architectures${shown.length < front.length ? `, ${shown.length} of them shown` : ""}`;
  return [emphasised(heading, "bold"), foundTable(shown, at, flags)];
}

function foundTable(
  found: readonly (Found | Best)[],
  at: (found: Found) => Architecture,
  flags: SearchFlags,
): string {
  const right = "right" as const;
  const columns = ["#", "score", "parameters", "FLOPs", "hidden", "depth", "alike"].map((heading) => ({
    heading,
    align: right,
  }));
  const rows = found.map((entry, index) => {
    const architecture = at(entry);
    const { flops } = cost(architecture, flags);
    return [
      String(index + 1),
      scoreText(entry.score),
      shortCount(entry.parameters),
      flopsText(flops.perSequence),
      String(architecture.hidden),
      String(architecture.layers.length),
      ...("alike" in entry ? [fullCount(entry.alike)] : []),
    ];
  });
  return table(columns.slice(0, rows[0]?.length ?? 0), rows);
}
