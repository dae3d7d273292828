import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { searchMethods } from "@zerolm/core";
import { methodNames } from "@zerolm/tasks/words";
import { describe, expect, it } from "vitest";
import { expectRefused } from "../expectations.js";
import { main } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

interface SearchDocument {
  readonly method: string;
  readonly optimal: boolean;
  readonly evaluated: number;
  readonly best: readonly { readonly parameters: number; readonly score: number }[];
}

const heuristics = ["evolution", "nsga2", "local", "random"] as const;
const work = workFolder();
const narrow = ["--proxy", "nsc", "--min-params", "20M", "--max-params", "21M", "--top", "3"];
const searching = (...words: string[]): string[] => ["search", "llama-small-wide", ...narrow, ...words];

async function search(...words: string[]): Promise<SearchDocument> {
  const { code, stdout, stderr } = await runInProcess(searching("--json", ...words));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as SearchDocument;
}

const withoutSeconds = ({ ...document }: SearchDocument): object => ({ ...document, seconds: 0 });

it("offers every method of the table", () => {
  expect([...methodNames].sort()).toEqual(["auto", ...Object.keys(searchMethods)].sort());
});

describe.each(heuristics)("search --method %s", (method) => {
  it("keeps to the budgets and claims no proof", async () => {
    const found = await search("--method", method, "--evaluations", "500");
    expect(found).toMatchObject({ method, optimal: false, evaluated: 500 });
    // One for each of few shapes: a walk may come across two alone.
    expect(found.best.length).toBeGreaterThan(1);
    expect(found.best.length).toBeLessThanOrEqual(3);
    for (const { parameters } of found.best) expect(Math.abs(parameters - 20.5e6)).toBeLessThanOrEqual(0.5e6);
    const { stdout } = await runInProcess(searching("--method", method, "--evaluations", "500"));
    expect(stdout).toMatch(new RegExp(`500 of [\\d.e]+ architectures tried \\(${method}\\) in `));
    expect(stdout).toContain("Not proven: others within the budget may score higher.\n");
    expect(stdout).not.toContain("ties");
  });

  it("goes on from its state", async () => {
    const state = work.path(`${method}.json`);
    await search("--method", method, "--evaluations", "150", "--state", state);
    const resumed = await search("--method", method, "--evaluations", "400", "--state", state);
    const whole = await search("--method", method, "--evaluations", "400");
    expect(withoutSeconds(resumed)).toEqual(withoutSeconds(whole));
  });
});

/** Runs a long search in a process of its own, and sends it Ctrl-C once it is under way: before its first state that would end it. */
async function interrupted(words: readonly string[], state: string) {
  const limits = ["--evaluations", "1T", "--seconds", "60", "--state", state];
  const child = spawn(process.execPath, [main, ...words, ...limits]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk));
  const timer = setInterval(() => {
    if (!existsSync(state)) return;
    clearInterval(timer);
    child.kill("SIGINT");
  }, 50);
  const [code] = await once(child, "close");
  clearInterval(timer);
  return { code, ...output };
}

describe("search --state", () => {
  it("refuses a file that is no state, with its place, and leaves it as it is", async () => {
    const text = '{\n  "kind": "zerolm-predictor"\n}\n';
    const file = work.path(work.write("other.json", text));
    const words = searching("--method", "evolution", "--state", file);
    expectRefused(await runInProcess(words), 2, "other.json:1:1: is not the state of a search");
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it.each([
    [["--method", "exact", "--evaluations", "5"], "--evaluations has no effect with exact search"],
    [["--method", "exhaustive", "--seconds", "5"], "--seconds has no effect with exhaustive search"],
    [["--method", "local", "--state", "state.yaml"], "state.yaml: search states are written as .json"],
    [["--method", "local", "--seconds", "0"], "Give a number above 0"],
  ])("%j is refused: %s", async (words, message) => {
    expectRefused(await runInProcess(searching(...words)), 2, message);
  });

  it("is saved too where nothing was found yet, with an error that tells how near the search came", async () => {
    const state = work.path("nothing.json");
    const impossible = [
      "--max-params",
      "20M",
      "--min-flops",
      "29.2G",
      "--evaluations",
      "60k",
      "--state",
      state,
    ];
    const words = ["search", "llama-small-wide", "--proxy", "nsc", "--method", "evolution", ...impossible];
    const near =
      /none of 60,000 architectures tried in llama-small-wide meets .* The nearest has [\d,]+ (FLOPs|parameters)/;
    expectRefused(await runInProcess(words), 1, near);
    expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ evaluated: 60_000, best: [] });
  });

  it("is saved on Ctrl-C, with what was found", async () => {
    const state = join(work.folder, "interrupted.json");
    const { code, stdout, stderr } = await interrupted(searching("--method", "evolution"), state);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `Interrupted: this is the best so far. The same command resumes from ${state}.\n`,
    });
    expect(stdout).toContain("Not proven");
    const { evaluated } = JSON.parse(readFileSync(state, "utf8")) as SearchDocument;
    expect(evaluated).toBeGreaterThan(0);
  });

  it("ends with 130 on Ctrl-C if nothing was found yet, and is saved too", async () => {
    const state = join(work.folder, "empty.json");
    const words = ["search", "llama-small", "--proxy", "nsc", "--method", "evolution"];
    const ended = await interrupted([...words, "--max-params", "20M", "--min-flops", "29.2G"], state);
    expect(ended).toMatchObject({
      code: 130,
      stdout: "",
      stderr: expect.stringContaining("stopped too early: none of "),
    });
    expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ best: [] });
  });
});
