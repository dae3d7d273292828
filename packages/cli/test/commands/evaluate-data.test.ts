import { beforeAll, describe, expect, it } from "vitest";
import { expectRefused } from "../expectations.js";
import { inventedRows, type Row } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const rows = inventedRows(30);
const text = JSON.stringify(rows, undefined, 1);
beforeAll(() => {
  work.write("data/nas-bench-bert/BERT_benchmark.json", text);
});

const words = ["evaluate", "nas-bench-bert", "--proxy", "zerolm", "--resamples", "0"];

describe("the data of a benchmark", () => {
  it("is found in ZEROLM_DATA, in a folder and on standard input alike", async () => {
    const file = work.path("data", "nas-bench-bert", "BERT_benchmark.json");
    const spearman = async (more: readonly string[], options = {}) =>
      (await runJson<{ results: { spearman: number }[] }>([...words, ...more], options)).results[0]?.spearman;
    const expected = await spearman(["--data", file]);
    expect(expected).toBeGreaterThan(0);
    expect(await spearman(["--data", work.path("data")])).toBe(expected);
    expect(await spearman(["--data", "-"], { input: text })).toBe(expected);
    expect(await spearman([], { env: { ZEROLM_DATA: work.path("data") } })).toBe(expected);
    expect(await spearman([], { env: { ZEROLM_CACHE: work.path("data") } })).toBe(expected);
  });
});

/** Evaluates rows of which the fourth is changed. */
async function withFourth(change: (row: Row) => unknown) {
  const changed = rows.map((row, index) => (index === 3 ? change(row) : row));
  work.write("changed.json", JSON.stringify(changed, undefined, 1));
  return runInProcess([...words, "--data", work.path("changed.json")]);
}

const line = (part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

describe("broken data of a benchmark", () => {
  it("cut off in the middle: says so and where", async () => {
    work.write("half.json", text.slice(0, text.length / 2));
    const last = text.slice(0, text.length / 2).split("\n").length;
    const ended = await run([...words, "--data", "half.json"], { cwd: work.folder });
    expectRefused(ended, 2, `half.json:${last}:`, "It seems to be cut off.");
    const piped = await run([...words, "--data", "-"], { input: text.slice(0, 1000) });
    expectRefused(piped, 2, "standard input:", "It seems to be cut off.");
  });

  it("without a score: names the line and the key", async () => {
    const ended = await withFourth(({ scores: _, ...row }) => row);
    expectRefused(ended, 2, `changed.json:${line('"id": 3') - 1}:`, "[3].scores: is missing");
  });

  it("with a layer that cannot be: names the key", async () => {
    const ended = await withFourth((row) => {
      const changed = structuredClone(row) as unknown as {
        hparams: { model_hparam_overrides: { nas_config: { encoder_layers: { operation_type: string }[] } } };
      };
      const [layer] = changed.hparams.model_hparam_overrides.nas_config.encoder_layers;
      if (layer) layer.operation_type = "MLP";
      return changed;
    });
    expectRefused(
      ended,
      2,
      /changed\.json:\d+:\d+: \[3\]\.hparams\.\S+\[0\]\.operation_type: must be one of/,
    );
  });

  it.each([
    ["an empty list", "[]"],
    ["a map", "{}"],
    ["a number", "3"],
    ["nothing", ""],
    ["text", "hello world"],
    ["one network", JSON.stringify(rows.slice(0, 1))],
    ["equal qualities", JSON.stringify(rows.map((row) => ({ ...row, scores: { glue: 50 } })))],
  ])("%s: says what is wrong", async (_what, content) => {
    const file = work.path(work.write("other.json", content));
    const ended = await runInProcess([...words, "--data", file]);
    expectRefused(ended, 2, /nas-bench-bert|other\.json/);
    const calibrated = await runInProcess(["calibrate", "nas-bench-bert", "--data", file]);
    expectRefused(calibrated, 2, /nas-bench-bert|other\.json/);
  });

  it.each([
    [["--data", "none.json"], "none.json: there is no such file or folder. Check --data."],
    [["--data", ""], "--data is empty"],
    [["--data", "/"], "this folder holds neither BERT_benchmark.json nor nas-bench-bert/BERT_benchmark.json"],
  ])("%j: says what is wrong", async (more, message) => {
    expectRefused(await runInProcess([...words, ...more]), 2, message);
  });
});
