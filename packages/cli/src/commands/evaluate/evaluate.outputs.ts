import { UsageError } from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import { checkPlotPath, checkReportPath, compiledPlot, reportScript, writePlot } from "@zerolm/node/plot";
import { type EvaluationOutcome, evaluationsOf, type OutcomeOf } from "@zerolm/tasks";
import {
  type CompiledPlot,
  evaluationPage,
  evaluationSpec,
  evaluationSpecs,
  evaluationsCsv,
  evaluationsLatex,
  evaluationsMarkdown,
  pageOf,
  scoresCsv,
} from "@zerolm/view";
import { refuseOneFile } from "../../terminal/one-file.js";
import { note, type Terminal } from "../../terminal/output.js";

/** The files that `zerolm evaluate` writes. */
export interface EvaluateOutputs {
  readonly plot?: string | undefined;
  readonly report?: string | undefined;
  readonly scoresOut?: string | undefined;
  readonly csv?: string | undefined;
  readonly markdown?: string | undefined;
  readonly latex?: string | undefined;
}

/**
 * Refuses files that cannot be written as asked, before anything is computed for them.
 *
 * @throws {UsageError} that names the file or the option
 */
export function checkOutputs(benchmarks: readonly string[], outputs: EvaluateOutputs): void {
  const { plot, report, scoresOut, csv, markdown, latex } = outputs;
  if (plot !== undefined) checkPlotPath(plot);
  if (report !== undefined) checkReportPath(report);
  refuseOneFile({ plot, report, scoresOut, csv, markdown, latex });
  if (plot !== undefined && new Set(benchmarks).size > 1)
    throw new UsageError("--plot draws one benchmark. Name only one.");
}

/** Writes the files that were asked for. */
export async function writeOutputs(
  outcome: OutcomeOf<"evaluate">,
  flags: EvaluateOutputs & Terminal,
): Promise<void> {
  const evaluations = evaluationsOf(outcome);
  const [first] = evaluations;
  if (flags.plot !== undefined && first) {
    await writePlot(flags.plot, evaluationSpec(first));
    note(flags, `Drew quality against score in ${flags.plot}`);
  }
  if (flags.report !== undefined) {
    await writeFileAtomically(flags.report, await reportOf(evaluations));
    note(flags, `Wrote the report to ${flags.report}. Open it in a browser.`);
  }
  const tables = [
    [flags.scoresOut, "scores", scoresCsv],
    [flags.csv, "tables", evaluationsCsv],
    [flags.markdown, "tables", evaluationsMarkdown],
    [flags.latex, "tables", evaluationsLatex],
  ] as const;
  for (const [file, what, textOf] of tables) {
    if (file === undefined) continue;
    await writeFileAtomically(file, textOf(evaluations));
    note(flags, `Wrote the ${what} to ${file}`);
  }
}

async function reportOf(evaluations: readonly EvaluationOutcome[]): Promise<string> {
  const plots: Record<string, CompiledPlot> = {};
  for (const [name, spec] of Object.entries(evaluationSpecs(evaluations)))
    plots[name] = await compiledPlot(spec);
  return pageOf(evaluationPage(evaluations, plots), reportScript());
}
