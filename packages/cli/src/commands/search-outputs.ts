import { basename, extname } from "node:path";
import { writeFileAtomically } from "@zerolm/checkpoint/files";
import {
  type Architecture,
  architectureAt,
  architectureDocument,
  type Best,
  chooseMethod,
  type Found,
  huggingFaceConfig,
  keyText,
  paretoPlot,
  quantityOf,
  Random,
  sampler,
  UsageError,
  WorkError,
  writeArchitecture,
} from "@zerolm/core";
import { checkPlotPath, writePlot } from "../plot/draw.js";
import type { SearchFlags } from "./search.command.js";
import type { SearchOutcome } from "./search.js";

/** Grey points in the picture: architectures drawn uniformly from the space. */
const cloudSize = 1000;

/** Refuses a file name that could not be written, before the search spends time. */
export function checkOutputs({ out, plot }: SearchFlags): void {
  if (out !== undefined && ![".yaml", ".yml", ".json"].includes(extension(out)))
    throw new UsageError("an architecture is written as .yaml or .json; name the file with one of the two", {
      file: out,
    });
  if (plot !== undefined) checkPlotPath(plot);
}

const extension = (path: string): string => extname(path).toLowerCase();

/** Writes the files that were asked for; returns a line for each. */
export async function writeOutputs(outcome: SearchOutcome, flags: SearchFlags): Promise<string[]> {
  const { out, plot } = flags;
  const { request, result } = outcome;
  const best = architectureAt(request.space, (result.best[0] as Best).genotype);
  const written: string[] = [];
  if (out !== undefined) {
    await writeFileAtomically(out, architectureText(out, { ...best, name: `${request.space.name}-best` }));
    written.push(`Wrote the best architecture to ${out}`);
  }
  if (plot !== undefined) {
    await writePlot(plot, await plotOf(outcome, flags));
    written.push(`Drew score against ${request.cost.name} in ${plot}`);
  }
  return written;
}

function architectureText(path: string, architecture: Architecture): string {
  if (basename(path) === "config.json") return huggingFaceText(path, architecture);
  if (extension(path) === ".json")
    return `${JSON.stringify(architectureDocument(architecture), undefined, 2)}\n`;
  return writeArchitecture(architecture);
}

/** How many of the reasons against a config are shown. */
const shownMisfits = 5;

function huggingFaceText(path: string, architecture: Architecture): string {
  const { config, modelType, misfits } = huggingFaceConfig(architecture);
  if (config) return `${JSON.stringify(config, undefined, 2)}\n`;
  const reasons = misfits.slice(0, shownMisfits).map((one) => `  ${keyText(one.path)} ${one.message}`);
  const more = misfits.length > shownMisfits ? [`  and ${misfits.length - shownMisfits} more`] : [];
  const advice = layersDiffer(architecture)
    ? "write it as .yaml, or search with --layers-equal"
    : "write it as .yaml";
  throw new WorkError(
    [
      `no Hugging Face family can say this architecture, ${modelType} comes nearest; ${advice}:`,
      ...reasons,
      ...more,
    ].join("\n"),
    { file: path },
  );
}

const layersDiffer = ({ layers }: Architecture): boolean =>
  layers.some((layer) => JSON.stringify(layer) !== JSON.stringify(layers[0]));

async function plotOf({ request, result, proxy, alpha }: SearchOutcome, { seed, evaluations }: SearchFlags) {
  const { space, scorer, cost: quantity } = request;
  const random = new Random(seed);
  const draw = sampler(space);
  const cloud = Array.from({ length: cloudSize }, () => {
    const architecture = architectureAt(space, draw(random));
    return { parameters: quantityOf(quantity, architecture), score: scorer.score(architecture).value };
  });
  // The picture shows what a larger budget would buy: the front of the whole space. The least of all needs no budget but a minimum.
  const budgets = request.minimize ? request.budgets : [];
  const drawn = { ...request, budgets, top: 1, pareto: true, limits: { evaluations } };
  const { pareto } = await chooseMethod(drawn).search(drawn);
  const point = ({ cost, score }: Found) => ({ parameters: cost, score });
  const budget = request.budgets.find((one) => one.quantity.name === quantity.name);
  return paretoPlot({
    space: space.name,
    proxy,
    ...(alpha ? { alpha: alpha.value } : {}),
    minimize: request.minimize,
    parametersLabel: quantity.name,
    front: pareto.map(point),
    best: result.best.map((found, index) => ({ rank: index + 1, ...point(found) })),
    cloud,
    ...(budget ? { budget: { minimum: budget.minimum, maximum: budget.maximum } } : {}),
  });
}
