import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark } from "../../src/benchmark/benchmark.js";
import { nasBenchBert } from "../../src/benchmark/nas-bench-bert.js";

/** Whether the published files are at hand: `ZEROLM_DATA` names their folder. */
export const hasData = Boolean(process.env.ZEROLM_DATA);

/** A published file of NAS-Bench-BERT. */
const textOf = (file: string): string =>
  readFileSync(join(process.env.ZEROLM_DATA as string, "nas-bench-bert", file), "utf8");

/** All 500 rows in one reading. */
export const published = (reading: string): Benchmark =>
  nasBenchBert.read(textOf("BERT_benchmark.json"), { reading });

/** The parameter count that was published for each id. */
export function publishedParameters(): Map<string, number> {
  const [header = "", ...lines] = textOf("BERT_results_activation.csv").trim().split(/\r?\n/);
  const column = header.split(",").indexOf("Number of Parameters");
  return new Map(
    lines.map((line) => {
      const cells = line.split(",");
      return [cells[0] as string, Number(cells[column])];
    }),
  );
}
