import { InterruptedError } from "@zerolm/core";
import { run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { abortedAfter } from "../../core/testing/aborted-after.js";
import { fakeHost } from "./fake-host.js";

const gemstones = { benchmark: "gemstones" };

describe("calibrate", () => {
  it("ends with the draws that are finished once it is stopped", async () => {
    const asked = { ...gemstones, labels: [5], draws: 50 };
    const stopped = await run("calibrate", asked, fakeHost(new Map(), { signal: abortedAfter(3) }));
    expect(stopped).toEqual(await run("calibrate", { ...asked, draws: 3 }, fakeHost(new Map())));
    const atOnce = run("calibrate", asked, fakeHost(new Map(), { signal: { aborted: true } }));
    await expect(atOnce).rejects.toThrow(InterruptedError);
  });

  it("writes a predictor through the host, and none once it is stopped", async () => {
    const asked = { ...gemstones, predictor: true, labels: [5], draws: 2, out: "own.json" };
    const files = new Map<string, string>();
    const { out, curve } = await run("calibrate", asked, fakeHost(files));
    expect([out, curve?.[0]?.draws]).toEqual(["own.json", 2]);
    expect([...files.keys()]).toEqual(["own.json"]);
    const { suggestions } = await run(
      "suggest",
      { space: "llama-small-wide", labelled: "own.json", count: 2, candidates: 20, out: "next" },
      fakeHost(files, { files: { ...fakeHost(files).files!, kindOf: async () => "file" } }),
    );
    expect(suggestions).toHaveLength(2);
    expect([...files.keys()].slice(1)).toEqual([
      "next/llama-small-wide-1.yaml",
      "next/llama-small-wide-2.yaml",
    ]);
    files.clear();
    const stopped = await run("calibrate", asked, fakeHost(files, { signal: abortedAfter(1) }));
    expect(stopped).toMatchObject({ curve: [{ draws: 1 }] });
    expect([stopped.out, files.size]).toEqual([undefined, 0]);
  });

  it.each([
    [{ labelFree: true, predictor: true }, "predictor learns from labels"],
    [{ labelFree: true, draws: 2 }, "labelFree uses no labels"],
    [{ prior: "nsc" }, "prior and out need predictor"],
    [{ labels: [5, 6] }, "several numbers of labels need predictor"],
  ])("refuses %j", async (wrong, says) => {
    await expect(run("calibrate", { ...gemstones, ...wrong }, fakeHost(new Map()))).rejects.toThrow(says);
  });
});
