import { InterruptedError } from "@zerolm/core";
import { describe, expect, test, vi } from "vitest";
import { findRuntime } from "../src/backend/onnx/runtime.js";
import { interleaved } from "../src/latency/interleaved.js";
import { latencies } from "../src/latency/latencies.js";
import { examples } from "./examples.js";

const found = await findRuntime(["onnxruntime-node"]).catch(() => undefined);
const it = found ? test : test.skip;

describe("rounds", () => {
  const recorder = () => {
    const runs: string[] = [];
    return { runs, timed: ["a", "b", "c"].map((name) => ({ run: async () => runs.push(name) })) };
  };

  test("run each once, every second one backwards, those to warm up too", async () => {
    const { runs, timed } = recorder();
    const seconds = await interleaved(timed, { warmUp: 1, rounds: 5 });
    expect(runs.join("")).toBe("cbaabccbaabccbaabc".slice(0, 18));
    expect(seconds.map(({ length }) => length)).toEqual([5, 5, 5]);
  });

  test("may be of several runs in a row, of which the first is not timed and the median counts", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const milliseconds = [40, 1, 20, 2];
    let runs = 0;
    const timed = { inRow: 3, run: async () => vi.advanceTimersByTime(milliseconds[runs++ % 4]!) };
    const [seconds] = await interleaved([timed], { warmUp: 0, rounds: 5 });
    vi.useRealTimers();
    expect(runs).toBe(20);
    expect(Array.from(seconds!, (one) => Math.round(1000 * one))).toEqual([2, 2, 2, 2, 2]);
  });

  test("end early if they are stopped, with those that were done", async () => {
    const { timed } = recorder();
    const signal = { aborted: false };
    let rounds = 0;
    const stopping = [...timed, { run: async () => (signal.aborted = ++rounds === 9) }];
    const seconds = await interleaved(stopping, { warmUp: 2, rounds: 100 }, { signal });
    expect(seconds[0]).toHaveLength(7);
  });

  test("are refused if they are too few", async () => {
    const { timed } = recorder();
    await expect(interleaved(timed, {}, { signal: { aborted: true } })).rejects.toThrow(InterruptedError);
  });
});

describe("latencies", () => {
  it("are those of both passes of a decoder, and of one of an encoder and of images", async () => {
    const { llama, bert, vit } = examples;
    const options = { tokens: 5, cache: 6, rounds: 6 };
    const { networks, anchor, rounds, attempts, runtime } = await latencies([llama!, bert!, vit!], options);
    expect(networks.map(({ decode }) => decode !== undefined)).toEqual([true, false, false]);
    expect([rounds, runtime]).toEqual([6, "onnxruntime-node 1.30.0"]);
    expect(attempts).toBeGreaterThan(0);
    for (const { prefill } of [...networks, anchor]) {
      expect(prefill.median).toBeGreaterThan(0);
      expect(prefill.p20).toBeLessThanOrEqual(prefill.median);
      expect(prefill.medianInterval![0]).toBeLessThanOrEqual(prefill.median);
    }
  });
});
