import { resolve } from "node:path";
import { writeFileAtomically } from "@zerolm/checkpoint/files";
import { UsageError } from "@zerolm/core";
import { chosenBenchmarks } from "../../data/chosen-benchmarks.js";
import { readBenchmark } from "../../data/read-benchmark.js";
import { namedBenchmark } from "../../data/sets.js";
import { note, printResult } from "../../output/output.js";
import { checkPlotPath, writePlot } from "../../plot/draw.js";
import { checkReportPath } from "../../report/path.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { documentOf } from "./evaluate-document.js";
import { type Outcome, proxyNames } from "./evaluate-judge.js";
import { plotOf } from "./evaluate-plot.js";
import { reportOf } from "./evaluate-report.js";
import { csvOf, latexOf, markdownOf } from "./evaluate-tables.js";
import { legendOf, overviewText, textOf } from "./evaluate-text.js";
import { judgeAll } from "./evaluate-threads.js";

/** `zerolm evaluate`: judges proxies by benchmarks. */
export async function evaluate(words: readonly string[], flags: EvaluateFlags): Promise<void> {
  const names = proxyNames(flags);
  const chosen = chosenBenchmarks(words, flags, hasReadings);
  if (flags.plot !== undefined) checkPlotPath(flags.plot);
  if (flags.report !== undefined) checkReportPath(flags.report);
  refuseOneFile(flags);
  if (flags.plot !== undefined && chosen.length > 1)
    throw new UsageError("--plot draws one benchmark; name one");
  const readers = chosen.map((one) => () => readBenchmark(one.name, one));
  const outcomes = await judgeAll(readers, names, flags);
  await writeOutputs(outcomes, flags);
  const documents = outcomes.map((outcome) => documentOf(outcome, flags));
  const [only] = documents;
  printResult(flags, only && documents.length === 1 ? only : { evaluations: documents }, () => {
    const texts = outcomes.map((outcome) => textOf(outcome, flags));
    const overview = outcomes.length > 1 ? [overviewText(outcomes)] : [];
    return [...texts, ...overview, legendOf(outcomes)].join("\n\n");
  });
}

/** Of two outputs to one file the second would replace the first. */
function refuseOneFile({ plot, report, csv, markdown, latex }: EvaluateFlags): void {
  const given = {
    "--plot": plot,
    "--report": report,
    "--csv": csv,
    "--markdown": markdown,
    "--latex": latex,
  };
  const options = new Map<string, string>();
  for (const [option, file] of Object.entries(given)) {
    if (file === undefined) continue;
    const before = options.get(resolve(file));
    if (before !== undefined)
      throw new UsageError(`${before} and ${option} name one file; give each its own`, { file });
    options.set(resolve(file), option);
  }
}

const hasReadings = (name: string): boolean => Object.keys(namedBenchmark(name).format.readings).length > 0;

async function writeOutputs(outcomes: readonly Outcome[], flags: EvaluateFlags): Promise<void> {
  const [first] = outcomes;
  if (flags.plot !== undefined && first) {
    await writePlot(flags.plot, plotOf(first));
    note(flags, `Drew quality against score in ${flags.plot}`);
  }
  if (flags.report !== undefined) {
    await writeFileAtomically(flags.report, await reportOf(outcomes, flags));
    note(flags, `Wrote the report to ${flags.report}; open it in a browser`);
  }
  const tables = [
    [flags.csv, csvOf],
    [flags.markdown, markdownOf],
    [flags.latex, latexOf],
  ] as const;
  for (const [file, textFrom] of tables) {
    if (file === undefined) continue;
    await writeFileAtomically(file, textFrom(outcomes, flags));
    note(flags, `Wrote the tables to ${file}`);
  }
}
