import { UsageError } from "@zerolm/core";
import { plainExecutor } from "@zerolm/engine";
import { type RequestOf, run, type TaskHost } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { layersByLoss } from "../src/prune/layers-by-loss.js";
import { lettersFiles } from "./checkpoint-files.js";
import { type FakeFiles, fakeHost } from "./fake-host.js";

const letters = new Map([...(await lettersFiles()), ["other.txt", "jihgfedcbaabcdefghij"]]);
const hostOf = (files: FakeFiles): TaskHost => fakeHost(files, { executor: async () => plainExecutor });
const request = { checkpoint: "letters", keep: 0.7, multipleOf: 2, context: 4, for: "zerolm" } as const;
const pruned = (more: Partial<RequestOf<"prune">>, host: TaskHost = hostOf(letters)) =>
  run("prune", { ...request, ...more }, host);
const lossOf = async (checkpoint: string, text: string, host: TaskHost): Promise<number> =>
  (await run("inspect text", { checkpoint, text, context: 4 }, host)).natsPerByte!.value;

describe("prune with a text", () => {
  it("says the losses that inspect measures before and after", async () => {
    const host = hostOf(letters);
    const { loss, text, proxy, order } = await pruned(
      { text: "text.txt", evalText: "other.txt", out: "small" },
      host,
    );
    expect([proxy, order]).toEqual(["activations", "activation"]);
    expect(text).toMatchObject({ file: "text.txt", windows: 5, context: 4 });
    expect(text?.influence).toHaveLength(2);
    expect(loss).toMatchObject({ file: "other.txt", windows: 4, unit: "nats a byte" });
    expect(loss?.before.value).toBeCloseTo(await lossOf("letters", "other.txt", host), 9);
    expect(loss?.after.value).toBeCloseTo(await lossOf("small", "other.txt", host), 9);
    expect(loss?.difference.value).toBeCloseTo(loss!.after.value - loss!.before.value, 9);
    const [low, high] = loss!.difference.interval!;
    expect(low).toBeLessThanOrEqual(loss!.difference.value);
    expect(high).toBeGreaterThanOrEqual(loss!.difference.value);
  });

  it("judges what norms choose too, and writes the same bytes again", async () => {
    const byNorms = await pruned({ evalText: "other.txt" });
    expect(byNorms).toMatchObject({ proxy: "zerolm", order: "norm", loss: { file: "other.txt" } });
    expect(byNorms.text).toBeUndefined();
    const [one, other] = [await pruned({ text: "text.txt" }), await pruned({ text: "text.txt" })];
    expect(other).toEqual(one);
    expect(one.loss?.file).toBe("text.txt");
  });

  it("looks at as many windows as it is told", async () => {
    const { text, loss } = await pruned({
      text: "text.txt",
      windows: 3,
      evalText: "other.txt",
      evalWindows: 2,
    });
    expect([text?.windows, loss?.windows]).toEqual([3, 2]);
  });

  it.each<[Partial<RequestOf<"prune">>, string]>([
    [{ proxy: "activations" }, "proxy activations needs a text. Give text."],
    [{ order: "activation" }, "order activation needs a text. Give text."],
    [{ dropLayers: "auto" }, "dropLayers auto needs a text. Give text, or a number of layers."],
    [{ dropLayers: 1 }, "dropLayers is 1, and 0 of 2 layers may go: all but the first and the last"],
  ])("refuses %j", async (wrong, message) => {
    await expect(pruned(wrong)).rejects.toThrow(message);
    await expect(pruned(wrong)).rejects.toThrow(UsageError);
  });
});

describe("layersByLoss", () => {
  const influences = Array.from({ length: 20 }, (_, layer) => ({ layer, influence: Math.abs(layer - 12) }));

  it("takes one after the other, each the best beside those that are gone", async () => {
    // Neighbours are worse than the sum of both.
    const loss = async (layers: readonly number[]): Promise<number> =>
      layers.reduce((sum, layer) => sum + Math.abs(layer - 12), 0) +
      (layers.some((layer) => layers.includes(layer + 1)) ? 10 : 0);
    expect(await layersByLoss(influences, 2, loss)).toEqual([12, 10]);
  });

  it("tries no more than a few that change little", async () => {
    let tried = 0;
    await layersByLoss(influences, 1, async ([layer]) => {
      tried++;
      return layer!;
    });
    expect(tried).toBe(7);
    expect(await layersByLoss(influences.slice(0, 2), 5, async () => 1)).toHaveLength(2);
  });
});
