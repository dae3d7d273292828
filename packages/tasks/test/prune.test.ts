import { InterruptedError, UsageError } from "@zerolm/core";
import { run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { abortedAfter } from "../../core/testing/aborted-after.js";
import { trainedFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

const request = { checkpoint: "llama", keep: 0.8, multipleOf: 2 };

describe("prune", () => {
  it("writes a checkpoint that rank and inspect read, as large as it says", async () => {
    const host = fakeHost(await trainedFiles("llama"));
    const { size, out } = await run("prune", { ...request, out: "small" }, host);
    expect(out).toBe("small");
    const { ranking, weights } = await run("rank", { files: ["small"] }, host);
    expect(weights).toBe("real");
    expect(ranking[0]?.parameters).toBe(size);
    const { parameters, layers } = await run("inspect checkpoint", { checkpoint: "small" }, host);
    expect(parameters).toBe(size);
    const capacity = layers.reduce((sum, one) => sum + one.capacity, 0);
    expect(ranking[0]?.score).toBeCloseTo(0.5 * capacity, 9);
  });

  it("writes nothing unless it is told where", async () => {
    const files = await trainedFiles("llama");
    const before = [...files.keys()];
    expect(await run("prune", request, fakeHost(files))).toMatchObject({ out: null, optimal: true });
    expect([...files.keys()]).toEqual(before);
  });

  it("leaves nothing behind wherever it is stopped, and stops soon", async () => {
    const files = await trainedFiles("llama");
    const before = [...files.keys()];
    let looks = 0;
    for (; looks < 1000; looks++) {
      const stopped = run(
        "prune",
        { ...request, out: "small" },
        fakeHost(files, { signal: abortedAfter(looks) }),
      );
      if (
        await stopped.then(
          () => true,
          (error: unknown) => !(error instanceof InterruptedError),
        )
      )
        break;
      expect([...files.keys()]).toEqual(before);
    }
    expect(looks).toBeGreaterThan(20);
    expect(files.has("small/model.safetensors")).toBe(true);
  });

  it("ends a front with what there is of it", async () => {
    const files = await trainedFiles("llama");
    const whole = await run("prune", { ...request, pareto: true }, fakeHost(files));
    let looks = 0;
    const count = {
      get aborted() {
        looks++;
        return false;
      },
    };
    await run("prune", request, fakeHost(files, { signal: count }));
    const cut = await run(
      "prune",
      { ...request, pareto: true },
      fakeHost(files, { signal: abortedAfter(looks + 2) }),
    );
    expect(cut).toMatchObject({ interrupted: true, pareto: whole.pareto?.slice(0, 2) });
  });

  it.each([
    [{ keep: undefined }, "no budget is given. Give keep, budgets.parameters.maximum"],
    [{ sequence: 8 }, "sequence has no effect without budgets.flops.maximum"],
    [{ proxy: "nsc", alpha: 1 }, "alpha belongs to zerolm and zerolm-kept, not to nsc. Add proxy zerolm."],
    [{ keep: 2 }, "the request to prune is not valid: keep"],
    [
      { budgets: { parameters: { maximum: -1 } } },
      "the request to prune is not valid: budgets.parameters.maximum",
    ],
  ])("refuses %j, by the names of the request", async (wrong, message) => {
    const asked = run("prune", { ...request, ...wrong }, fakeHost(await trainedFiles("llama")));
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(message);
  });
});

it("inspect checkpoint stops wherever the host says so", async () => {
  const files = await trainedFiles("llama");
  let looks = 0;
  for (; looks < 1000; looks++) {
    const host = fakeHost(files, { signal: abortedAfter(looks) });
    const stopped = run("inspect checkpoint", { checkpoint: "llama" }, host);
    if (
      await stopped.then(
        () => true,
        (error: unknown) => !(error instanceof InterruptedError),
      )
    )
      break;
  }
  expect(looks).toBeGreaterThan(20);
  expect(looks).toBeLessThan(1000);
});
