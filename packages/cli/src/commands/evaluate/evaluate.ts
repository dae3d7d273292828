import { resolve } from "node:path";
import { UsageError, WorkError } from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import { chosenBenchmarks } from "../../data/chosen-benchmarks.js";
import { ownFormatOf } from "../../data/own-format.js";
import { readBenchmark } from "../../data/read-benchmark.js";
import { namedBenchmark } from "../../data/sets.js";
import { hasZerolmAlpha } from "../../options/alpha.js";
import { refuseIdle } from "../../options/idle.js";
import { type LoadedProxy, loadProxies, optionsOf } from "../../options/load-proxy.js";
import { note, printResult } from "../../output/output.js";
import { checkPlotPath, writePlot } from "../../plot/draw.js";
import { checkReportPath } from "../../report/path.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import { documentOf } from "./evaluate-document.js";
import type { Outcome } from "./evaluate-judge.js";
import { plotOf } from "./evaluate-plot.js";
import { reportOf } from "./evaluate-report.js";
import { scoresOf } from "./evaluate-scores.js";
import { csvOf, latexOf, markdownOf } from "./evaluate-tables.js";
import { legendOf, overviewText, textOf } from "./evaluate-text.js";
import { judgeAll } from "./evaluate-threads.js";

/** `zerolm evaluate`: judges proxies by benchmarks. */
export async function evaluate(words: readonly string[], flags: EvaluateFlags): Promise<void> {
  const loaded = await chosenProxies(flags);
  const own = await ownFormatOf(flags);
  const hasReadings = (name: string): boolean =>
    Object.keys(namedBenchmark(name, own).format.readings).length > 0;
  const chosen = chosenBenchmarks(words, flags, hasReadings);
  if (flags.plot !== undefined) checkPlotPath(flags.plot);
  if (flags.report !== undefined) checkReportPath(flags.report);
  refuseOneFile(flags);
  if (flags.plot !== undefined && chosen.length > 1)
    throw new UsageError("--plot draws one benchmark; name one");
  const readers = chosen.map((one) => () => readBenchmark(one.name, one));
  const outcomes = await judgeAll(readers, loaded, flags);
  refuseNone(outcomes);
  await writeOutputs(outcomes, flags);
  const documents = outcomes.map((outcome) => documentOf(outcome));
  printResult(flags, documents.length === 1 ? documents[0] : documents, () => {
    const texts = outcomes.map((outcome) => textOf(outcome));
    const overview = outcomes.length > 1 ? [overviewText(outcomes)] : [];
    return [...texts, ...overview, legendOf(outcomes)].join("\n\n");
  });
}

/** The proxies that the flags name, with options that they can use; a predictor is none of them. */
async function chosenProxies(flags: EvaluateFlags): Promise<LoadedProxy[]> {
  const loaded = await loadProxies(flags.proxy);
  const learnt = loaded.find(({ predictor }) => predictor);
  if (learnt)
    throw new UsageError(
      "a predictor has seen labels, and evaluate judges what has not; calibrate --predictor judges one by the networks that it did not learn from",
      { file: learnt.proxy.name },
    );
  refuseIdle(
    flags,
    loaded.map(({ proxy }) => proxy),
  );
  // An alpha that is still to be chosen cannot be wrong.
  const { alpha, ...others } = flags;
  for (const one of loaded)
    optionsOf(one, typeof alpha === "number" || !hasZerolmAlpha(one) ? flags : others);
  return loaded;
}

/** A proxy that cannot be judged is passed over beside others; where none of those asked for can be, the reason is the answer. */
function refuseNone(outcomes: readonly Outcome[]): void {
  const [reason] = outcomes.flatMap(({ unjudged }) => unjudged);
  const isJudged = outcomes.some(({ evaluations }) => evaluations.some(({ about }) => about));
  if (reason !== undefined && !isJudged) throw new WorkError(reason);
}

/** Of two outputs to one file the second would replace the first. */
function refuseOneFile({ plot, report, scoresOut, csv, markdown, latex }: EvaluateFlags): void {
  const given = {
    "--plot": plot,
    "--report": report,
    "--scores-out": scoresOut,
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
    [flags.scoresOut, scoresOf],
    [flags.csv, csvOf],
    [flags.markdown, markdownOf],
    [flags.latex, latexOf],
  ] as const;
  for (const [file, textFrom] of tables) {
    if (file === undefined) continue;
    await writeFileAtomically(file, textFrom(outcomes));
    note(flags, `Wrote the tables to ${file}`);
  }
}
