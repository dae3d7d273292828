import { basename, extname } from "node:path";
import {
  type Architecture,
  architectureAt,
  architectureDocument,
  type Best,
  huggingFaceConfig,
  keyText,
  UsageError,
  WorkError,
  writeArchitecture,
} from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import { checkPlotPath, writePlot } from "../../plot/draw.js";
import { checkReportPath } from "../../report/path.js";
import type { SearchFlags } from "./search.flags.js";
import type { SearchOutcome } from "./search-outcome.js";
import { plotOf, pointsOf } from "./search-plot.js";
import { reportOf } from "./search-report.js";

/** Refuses a file name that could not be written, before the search spends time. */
export function checkOutputs({ out, plot, report }: SearchFlags): void {
  if (out !== undefined && ![".yaml", ".yml", ".json"].includes(extension(out)))
    throw new UsageError("an architecture is written as .yaml or .json; name the file with one of the two", {
      file: out,
    });
  if (plot !== undefined) checkPlotPath(plot);
  if (report !== undefined) checkReportPath(report);
}

const extension = (path: string): string => extname(path).toLowerCase();

/** Writes the files that were asked for; returns a line for each. */
export async function writeOutputs(outcome: SearchOutcome, flags: SearchFlags): Promise<string[]> {
  const { out, plot, report } = flags;
  const { request, result } = outcome;
  const best = architectureAt(request.space, (result.best[0] as Best).genotype);
  const written: string[] = [];
  if (out !== undefined) {
    await writeFileAtomically(out, architectureText(out, { ...best, name: `${request.space.name}-best` }));
    written.push(`Wrote the best architecture to ${out}`);
  }
  const points = (plot ?? report) === undefined ? undefined : await pointsOf(outcome, flags);
  if (plot !== undefined && points) {
    await writePlot(plot, plotOf(outcome, points));
    written.push(`Drew score against ${request.cost.name} in ${plot}`);
  }
  if (report !== undefined && points) {
    await writeFileAtomically(report, await reportOf(outcome, points, flags));
    written.push(`Wrote the report to ${report}; open it in a browser`);
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
