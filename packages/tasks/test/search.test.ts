import { UsageError } from "@zerolm/core";
import { run, type TaskHost } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { spaceYaml } from "../../cli/test/configs.js";
import { fakeHost } from "./fake-host.js";

const long = { space: "llama-small-wide", proxy: "nsc", method: "evolution", evaluations: 1e9 } as const;

/** Stops work at its first report. */
function stopping(): Pick<TaskHost, "report" | "signal"> & { readonly reports: string[] } {
  const stop = new AbortController();
  const reports: string[] = [];
  const report: TaskHost["report"] = ({ what = "" }) => {
    reports.push(what);
    stop.abort();
  };
  return { report, signal: stop.signal, reports };
}

describe("search", () => {
  it("reads a space from a file of the host", async () => {
    const host = fakeHost(new Map([["own.yaml", spaceYaml]]));
    const request = { space: "own.yaml", proxy: "zerolm", options: { alpha: 0.5 } };
    const outcome = await run("search", request, host);
    expect(outcome).toMatchObject({ space: "small", optimal: true, alpha: 0.5, alphaSource: "given" });
    expect(outcome.best.length).toBeGreaterThan(0);
  });

  it("ends with what it has when the host says so, and says that it was stopped", async () => {
    const { reports, ...host } = stopping();
    const outcome = await run("search", long, host);
    expect(outcome).toMatchObject({ optimal: false, interrupted: true });
    expect(outcome.best[0]?.rank).toBe(1);
    expect(outcome.evaluated).toBeLessThan(1e9);
    expect(reports[0]).toMatch(/^[\d,]+ architectures, best [\d.,]+$/);
  });

  it("keeps its state in a file, resumes from it, and finds what it finds in one go", async () => {
    const files = new Map<string, string>();
    const request = { ...long, state: "state.json" };
    await run("search", { ...request, evaluations: 500 }, fakeHost(files));
    expect(JSON.parse(files.get("state.json") ?? "")).toMatchObject({ evaluated: 500 });
    const { seconds: _, ...resumed } = await run("search", { ...request, evaluations: 900 }, fakeHost(files));
    const { seconds: __, ...whole } = await run("search", { ...long, evaluations: 900 });
    expect(resumed).toEqual(whole);
  });

  it("sets constants of a space, and says which", async () => {
    const request = { space: "bert-small", proxy: "shape", top: 1 };
    const small = await run("search", { ...request, set: { vocabulary: 1000, depth: 3 } });
    expect(small).toMatchObject({ set: { vocabulary: 1000, depth: 3 }, optimal: true });
    expect(small.best[0]?.architecture).toMatchObject({ embedding: { vocabulary: 1000 } });
    expect(await run("search", request)).not.toHaveProperty("set");
    await expect(run("search", { ...request, set: { vocab: 1 } })).rejects.toThrow("has no constant vocab");
  });

  it("gives the points of a picture only if it is asked for them", async () => {
    const request = { space: "bert-small-wide", proxy: "nsc", top: 1 };
    expect(await run("search", request)).not.toHaveProperty("points");
    const { points, best } = await run("search", { ...request, points: true });
    expect(points?.cloud).toHaveLength(1000);
    expect(points?.front.at(-1)).toMatchObject({ score: best[0]?.score });
  });

  it("counts FLOPs over the sequence of the options", async () => {
    const [short, long] = await Promise.all(
      [64, 1024].map((sequence) =>
        run("search", { space: "bert-small-wide", proxy: "nsc", top: 1, options: { sequence } }),
      ),
    );
    expect(long?.best[0]?.flops).toBeGreaterThan(10 * (short?.best[0]?.flops ?? Number.NaN));
  });

  it.each([
    [{ options: { nscAttention: "whole" } }, "nscAttention belongs to nsc, not to shape. Add proxy nsc."],
    [{ options: { alpha: 0.3 } }, "alpha belongs to zerolm, not to shape. Add proxy zerolm."],
    [
      { options: { std: 0.1 } },
      "std belongs to zerolm, nsc and absoluteWeight, not to shape. Add proxy zerolm.",
    ],
    [{ options: { unheardOf: 1 } }, "shape has no option unheardOf"],
    [{ proxy: "zerolm", options: { alpha: "best" } }, "alpha must be a number or label-free"],
    [{ options: { sequence: -1 } }, "sequence"],
    [{ options: { dtype: "int8" } }, "dtype needs a budget on bytes, such as budgets.weightBytes.maximum"],
    [{ budgets: { flops: { minimum: 2, maximum: 1 } } }, "the minimum of FLOPs (2) is above the maximum (1)"],
    [{ method: "exact", evaluations: 5 }, "evaluations has no effect with exact search"],
    [{ state: "state.yaml" }, "state.yaml: search states are written as .json"],
    [
      { proxy: "shape+nsc" },
      "a sum of proxies ranks a given list and has no score for a single architecture",
    ],
    [{ proxy: "nsc,zerolm" }, "proxy takes one proxy here, but nsc,zerolm names 2"],
    [{ proxy: "./mine.mjs" }, "./mine.mjs: the program that runs this task loads no modules"],
    [
      { space: "own.yaml" },
      "this task reads files, but the program that runs it gives it no access to files",
    ],
    [{ top: 0 }, "the request to search is not valid: top"],
  ] as const)("refuses %j, by the names of the request", async (wrong, message) => {
    const asked = run("search", { space: "flexibert", ...wrong });
    await expect(asked).rejects.toThrow(UsageError);
    const told = await asked.catch((error: UsageError) => error.describe());
    expect(told).toContain(message);
  });
});
