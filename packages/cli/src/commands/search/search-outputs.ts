import { searchMethods } from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import { checkPlotPath, checkReportPath, compiledPlot, reportScript, writePlot } from "@zerolm/node/plot";
import {
  answerOf,
  architectureFile,
  checkArchitecturePath,
  documentedArchitecture,
  interruptedText,
  quantityText,
  rankCommand,
  type SearchOutcome,
  searchPage,
  searchPlot,
} from "@zerolm/view";
import { note, type Terminal } from "../../terminal/output.js";

/** The flags that say what is written, and where to. */
interface SearchOutputs extends Terminal {
  readonly state?: string | undefined;
  readonly plot?: string | undefined;
  readonly report?: string | undefined;
  readonly out?: string | undefined;
}

/** Refuses a file name that could not be written, before the search spends time. */
export function checkOutputs({ out, plot, report }: SearchOutputs): void {
  if (out !== undefined) checkArchitecturePath(out);
  if (plot !== undefined) checkPlotPath(plot);
  if (report !== undefined) checkReportPath(report);
}

/** Notes what an interrupted search can do next. */
export function notesOf(outcome: SearchOutcome, flags: SearchOutputs): void {
  const method = Object.values(searchMethods).find(({ name }) => name === outcome.method);
  const text = interruptedText(outcome, {
    able: method?.takes.includes("state") ?? false,
    state: flags.state,
  });
  if (text !== undefined) note(flags, text);
}

/** Writes the files that were asked for, and notes each. */
export async function writeOutputs(outcome: SearchOutcome, flags: SearchOutputs): Promise<void> {
  const { out, plot, report } = flags;
  const best = answerOf(outcome);
  if (out !== undefined && best) {
    const architecture = { ...documentedArchitecture(best.architecture), name: `${outcome.space}-best` };
    const { text, notes } = architectureFile(out, architecture);
    await writeFileAtomically(out, text);
    for (const line of [`Wrote the best architecture to ${out}`, ...notes]) note(flags, line);
    if (notes.length === 0) note(flags, `The same score: ${rankCommand(outcome, out)}`);
  }
  if (plot !== undefined) {
    await writePlot(plot, searchPlot(outcome));
    note(flags, `Drew score against ${quantityText(outcome.cost)} in ${plot}`);
  }
  if (report !== undefined) {
    const pareto = await compiledPlot(searchPlot(outcome, true));
    await writeFileAtomically(report, searchPage(outcome, pareto, reportScript()));
    note(flags, `Wrote the report to ${report}. Open it in a browser.`);
  }
}
