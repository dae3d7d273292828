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
  defaultSequence,
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
import { fileName, readTextFile } from "../files/read-file.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { refuseIdle } from "../options/idle.js";
import { layerTable } from "../output/architecture.js";
import { counted, flopsText, fullCount, scoreText, secondsText, shortCount } from "../output/numbers.js";
import { note, printResult } from "../output/output.js";
import { proxyDocument, proxyText } from "../output/proxy.js";
import { emphasised, table } from "../output/table.js";
import { columnsOf, lineWidth, printable, shortened } from "../output/text.js";
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
  const proxy = entryNamed(proxies, flags.proxy, "proxy");
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
    ...proxyDocument(proxy, alpha, flags),
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
  const name = shortened(printable(request.space.name), 32);
  const { budgets } = request;
  return [
    `${name}: ${counted(result.evaluated, "architecture")} scored in ${secondsText(seconds)}`,
    `by ${proxyText(proxy, alpha, flags)}`,
    ...(budgets.length > 0 ? budgetLines(budgets, result.feasible) : ["no budget"]),
    "",
    foundTable(result.best, at, flags),
    "",
    emphasised("The best, layer by layer:", "bold"),
    layerTable(at(result.best[0] as Best)),
    ...(request.pareto ? ["", ...paretoLines(result.pareto, at, flags)] : []),
    "",
    "alike: so many architectures have this score; the smallest of them is shown.",
    `FLOPs: of a forward pass over ${counted(flags.sequence ?? defaultSequence, "token")}.`,
    `Every architecture was scored; none${budgets.length > 0 ? " within the budget" : ""} scores higher.`,
    "How far to trust a score: zerolm evaluate nas-bench-bert judges it by 500",
    "trained networks.",
  ].join("\n");
}

function budgetLines(budgets: readonly Budget[], feasible: number): string[] {
  const texts = budgets.map(budgetText);
  const meeting = `which ${counted(feasible, "architecture")} meet${feasible === 1 ? "s" : ""}`;
  const line = `budget: ${texts.join(", ")}, ${meeting}`;
  if (columnsOf(line) <= lineWidth) return [line];
  return [`budget, ${meeting}:`, ...texts.map((text) => `  ${text}`)];
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
  const heading = `Pareto front, score against parameters: ${counted(front.length, "architecture")}${shown.length < front.length ? `, ${shown.length} of them shown` : ""}`;
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
