import { findRuntime } from "@zerolm/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/command-table.js";
import { smallBert, spaceYaml } from "../configs.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

beforeAll(async () => {
  work.write("bert.json", smallBert());
  work.write("space.yaml", spaceYaml);
  work.write("rows.json", inventedRows(12));
  await writeTrained(work.path("llama"), "llama");
});

/** A line for every way in which a command prints a document, the files of this test in capitals. */
const lines = [
  "rank BERT",
  "search SPACE",
  "search SPACE --method evolution --evaluations 100 --pareto",
  "evaluate nas-bench-bert --data ROWS --resamples 0",
  "evaluate nas-bench-bert=ROWS nas-bench-bert:labelled=ROWS --resamples 0",
  "calibrate nas-bench-bert --data ROWS --labels 4 --draws 2",
  "calibrate nas-bench-bert --data ROWS --label-free",
  "calibrate nas-bench-bert --data ROWS --predictor --labels 4 --draws 1",
  "suggest SPACE --labelled ROWS --candidates 20",
  "inspect BERT",
  "inspect LLAMA",
  "export LLAMA -o ONNX",
  "measure BERT --rounds 5 --tokens 4",
  "prune LLAMA --keep 0.8 --multiple-of 2 --dry-run",
  "spaces",
  "spaces show flexibert",
  "spaces check SPACE",
  "models",
  "proxies",
  "benchmarks",
  "benchmarks import ROWS",
] as const;

const files: Readonly<Record<string, string>> = {
  BERT: "bert.json",
  SPACE: "space.yaml",
  ROWS: "rows.json",
  LLAMA: "llama",
  ONNX: "llama.onnx",
};
const wordsOf = (line: string): string[] =>
  line.replaceAll(/[A-Z]{4,}/g, (name) => work.path(files[name] as string)).split(" ");

const hasRuntime = await findRuntime().then(
  () => true,
  () => false,
);

describe("the document of every command", () => {
  it.for(lines)("begins with its schemaVersion: zerolm %s --json", async (line, { skip }) => {
    if (line.startsWith("measure") && !hasRuntime) skip("needs ONNX Runtime");
    const { code, stdout, stderr } = await runInProcess([...wordsOf(line), "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const entries = Object.entries(JSON.parse(stdout) as object);
    expect(entries[0]).toEqual(["schemaVersion", 1]);
    expect(entries.length).toBeGreaterThan(1);
  });

  it("is checked for every command", () => {
    const checked = new Set(lines.map((line) => line.split(" ")[0]));
    expect([...checked].sort()).toEqual(Object.keys(commands).sort());
  });
});
