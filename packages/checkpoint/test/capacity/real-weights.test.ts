import { type attentionSplits, capacities, InterruptedError, proxies } from "@zerolm/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { abortedAfter } from "../../../core/testing/aborted-after.js";
import { type WeightRunners, withRealWeights } from "../../src/capacity/real-weights.js";
import { squaresHere } from "../../src/capacity/squares.js";
import { matrixValues } from "../../src/capacity/values.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint, type WeightMatrix } from "../../src/map-checkpoint.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

const runners: WeightRunners = {
  squares: squaresHere(plainKernels),
  logDeterminant: plainKernels.logDeterminant,
  threads: 3,
};

const mapped = async (family: string) => mapCheckpoint(await checkpointOf(examples[family]!));
/** A clock that has moved on by a second whenever it is looked at: every step is reported. */
function everySecond(): void {
  let now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => (now += 1000));
}
afterEach(() => vi.restoreAllMocks());

const inLayers = ({ layer }: WeightMatrix): boolean => layer !== undefined;

describe("real weights", () => {
  it.each(Object.keys(examples))(
    "give ZeroLM the capacities of the numbers in the file: %s",
    async (family) => {
      const checkpoint = await mapped(family);
      const { value } = await withRealWeights(checkpoint, runners, (weights) =>
        proxies.zerolm.scorer({ alpha: 0.3 }, { weights }).score(checkpoint.architecture),
      );
      let expected = 0;
      for (const matrix of checkpoint.matrices.filter(inLayers)) {
        const { rows, cols, subModule } = matrix;
        const capacity = capacities.frobenius.ofValues(await matrixValues(matrix), rows, cols);
        expected += (subModule === "attention" ? 0.3 : 0.7) * capacity;
      }
      expect(value).toBeCloseTo(expected, 6);
    },
  );

  it.each(["llama", "gpt2", "mixtral", "t5"])(
    "give NSC determinants, head by head or whole: %s",
    async (family) => {
      const checkpoint = await mapped(family);
      const score = (nscAttention: (typeof attentionSplits)[number]) =>
        withRealWeights(checkpoint, runners, (weights) =>
          proxies.nsc.scorer({ nscAttention }, { weights }).score(checkpoint.architecture),
        );
      let [perHead, whole] = [0, 0];
      for (const matrix of checkpoint.matrices.filter(inLayers)) {
        const { rows, cols, heads } = matrix;
        const values = await matrixValues(matrix);
        whole += capacities.logDeterminant.ofValues(values, rows, cols);
        const size = values.length / heads;
        for (let head = 0; head < heads; head++) {
          const own = values.slice(head * size, (head + 1) * size);
          perHead += capacities.logDeterminant.ofValues(own, rows / heads, cols);
        }
      }
      expect((await score("per-head")).value).toBeCloseTo(perHead, 9);
      expect((await score("whole")).value).toBeCloseTo(whole, 9);
      const merged = (await score("merged")).value;
      expect(merged).toBeLessThan(whole);
      expect(merged).toBeGreaterThan(0);
    },
  );

  it.each(["zerolm", "nsc"] as const)("stop when the host says so: %s", async (name) => {
    const { architecture, ...checkpoint } = await mapped("llama");
    for (let looks = 0; looks < 3; looks++) {
      const host = { signal: abortedAfter(looks) };
      const asked = withRealWeights(checkpoint, { ...runners, host }, (weights) =>
        proxies[name].scorer({}, { weights }).score(architecture),
      );
      await expect(asked).rejects.toThrow(InterruptedError);
    }
  });

  it("say how far they are, and name a tensor with numbers that are not finite", async () => {
    const checkpoint = await mapped("llama");
    const steps: [string | undefined, number][] = [];
    const watched: WeightRunners = {
      ...runners,
      host: { report: ({ what, done, total = 0 }) => void steps.push([what, done / total]) },
    };
    const scoreOf = (name: "zerolm" | "nsc", of = checkpoint) =>
      withRealWeights(of, watched, (weights) => proxies[name].scorer({}, { weights }).score(of.architecture));
    everySecond();
    await scoreOf("zerolm");
    expect(steps.at(-1)).toEqual(["of the weights read", 1]);
    await scoreOf("nsc");
    expect(steps.at(-1)).toEqual(["of ln det", 1]);
    const [first, ...others] = checkpoint.matrices.filter(inLayers);
    const nan = async (): Promise<Uint8Array> => new Uint8Array(new Float32Array(64).fill(Number.NaN).buffer);
    const broken = {
      ...first!,
      tensor: { ...first!.tensor, source: { ...first!.tensor.source, read: nan } },
    };
    const damaged = { ...checkpoint, matrices: [broken, ...others] };
    await expect(scoreOf("zerolm", damaged)).rejects.toMatchObject({ place: { key: first!.tensor.name } });
    await expect(scoreOf("nsc", damaged)).rejects.toMatchObject({
      place: { key: "layers.0.attention.query" },
    });
    await expect(scoreOf("nsc", { ...checkpoint, matrices: others })).rejects.toThrow(
      "is not in the checkpoint",
    );
  });
});
