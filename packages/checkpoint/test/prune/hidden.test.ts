import { huggingFaceFamilies, Random } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import type { Checkpoint } from "../../src/checkpoint.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { type MappedCheckpoint, mapCheckpoint } from "../../src/map-checkpoint.js";
import type { LayerActivity } from "../../src/prune/activity.js";
import { channelFigures } from "../../src/prune/hidden/channel-figures.js";
import { hiddenSizes, narrowed, requireNarrowable } from "../../src/prune/hidden/narrow.js";
import { prunedFamilies } from "../../src/prune/parts.js";
import { prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { prunedTensors } from "../../src/prune/pruned-tensors.js";
import { openSafetensors } from "../../src/safetensors/read.js";
import { elements, tensorValues } from "../../src/safetensors/tensor.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { forward } from "../../testing/forward/forward.js";
import { readLlama } from "../../testing/forward/llama.js";
import { checkpointOf, tensorsOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { fileOf, tensorOf } from "../safetensors/files.js";

const run = squaresHere(plainKernels);
const hidden = 8;

const families = prunedFamilies().filter(
  (name) =>
    examples[name] !== undefined &&
    huggingFaceFamilies[name as keyof typeof huggingFaceFamilies].pruning.headsStay === undefined &&
    !/^(gemma|olmo)/.test(name),
);

/** Which side of a tensor lies along the stream, by its name; nothing for norms of heads and biases of what reads the stream. */
function sideOf(name: string): "rows" | "cols" | undefined {
  if (/(o_proj|down_proj)\.(weight|bias)$|(layernorm|model\.norm)\.weight$/.test(name)) return "rows";
  if (/(embed_tokens|lm_head|(q|k|v|qkv|gate|up|gate_up)_proj)\.weight$/.test(name)) return "cols";
  return undefined;
}

/** The numbers of a matrix or vector that belong to some channels, by the plainest loop. */
function cut(values: readonly number[], cols: number, side: string | undefined, channels: readonly number[]) {
  return values.filter((_, index) => {
    const place = side === "cols" ? index % cols : Math.floor(index / cols);
    return side === undefined || channels.includes(place);
  });
}

describe("a smaller hidden size", () => {
  it("is offered for the families that read and write the stream by name", () => {
    expect(families.toSorted()).toEqual(
      [
        "granite",
        "llama",
        "ministral",
        "ministral3",
        "mistral",
        "nemotron-nas",
        "phi3",
        "qwen2",
        "qwen3",
        "smollm3",
      ].toSorted(),
    );
  });

  it("is what an independent cut of every tensor is, norms scaled, and its config reads back", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...families),
      fc.integer({ min: 1, max: hidden - 1 }),
      fc.nat(),
      async (family, size, seed) => {
        const checkpoint = await checkpointOf(examples[family]!, "F64", seed);
        const mapped = mapCheckpoint(checkpoint);
        const figures = await channelFigures(mapped, run);
        const { mapped: narrow, channels } = narrowed(mapped, figures, size);
        expect(narrow.architecture).toEqual({
          ...mapped.architecture,
          name: narrow.architecture.name,
          hidden: size,
          embedding: { ...mapped.architecture.embedding, width: size },
        });
        expect(narrow.unknown).toEqual([]);
        expect([channels.length, narrow.tensors.length]).toEqual([size, mapped.tensors.length]);
        expect(Math.min(...channels.map((one) => figures.scores[one]!))).toBeGreaterThanOrEqual(
          Math.max(...[...figures.scores].filter((_, one) => !channels.includes(one))),
        );
        const smaller = new Map(narrow.tensors.map(({ tensor }) => [tensor.name, tensor]));
        for (const { tensor } of mapped.tensors) {
          const values = Array.from(await tensorValues(tensor));
          const cols = tensor.shape[1] ?? 1;
          const expected = cut(values, cols, sideOf(tensor.name), channels);
          const found = Array.from(await tensorValues(smaller.get(tensor.name)!));
          const shares = figures.shares.get(tensor.name);
          const share = channels.reduce((sum, one) => sum + (shares?.[one] ?? 0), 0);
          const scale = shares ? Math.sqrt((share * hidden) / size) : 1;
          expect(found).toHaveLength(expected.length);
          for (const [index, value] of found.entries())
            expect(value).toBeCloseTo(scale * expected[index]!, 12);
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it("leaves the logits as they were if the channels that go are empty", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom("llama", "mistral", "qwen2", "qwen3", "nemotron-nas"),
      fc.uniqueArray(fc.nat(hidden - 1), { minLength: 1, maxLength: hidden - 2 }),
      fc.boolean(),
      async (family, empty, onText) => {
        const checkpoint = await withEmptyChannels(family, empty);
        const mapped = mapCheckpoint(checkpoint);
        const figures = await channelFigures(mapped, run, onText ? activityOf(mapped, empty) : undefined);
        const { mapped: narrow, channels } = narrowed(mapped, figures, hidden - empty.length);
        expect(channels.filter((one) => empty.includes(one))).toEqual([]);
        const [before, after] = [
          forward(await readLlama(checkpoint), [1, 2, 3, 4]),
          forward(await readLlama(openedAgain(checkpoint, narrow)), [1, 2, 3, 4]),
        ];
        for (const [index, value] of before.entries()) expect(after[index]).toBeCloseTo(value, 4);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it("leaves heads and rows to be planned within what is left of the budget", async () => {
    const mapped = mapCheckpoint(await checkpointOf(examples.llama!));
    const { mapped: narrow } = narrowed(mapped, await channelFigures(mapped, run), 4);
    const planner = await prunePlanner(narrow, await squareStatistics(narrow, run), { multipleOf: 1 });
    const plan = await planner.plan(planner.size - 0.3 * planner.nonEmbeddingSize);
    const pruned = prunedCheckpoint(narrow, plan);
    const { tensors, config } = prunedTensors(pruned);
    expect([...tensors.values()].reduce((sum, tensor) => sum + elements(tensor), 0)).toBe(plan.size);
    expect(mapCheckpoint({ tensors, config }).architecture.hidden).toBe(4);
    expect(pruned.loads.map(({ loader }) => loader)).toContain("transformers");
  });

  it.each([
    ["gemma", "its embedding is multiplied by √hidden"],
    ["olmo", "its norms have no weights that could make up for channels that go"],
    ["gpt2", "its heads are always hidden / heads wide"],
    ["mixtral", "experts are not cut"],
  ])("is refused for %s, with the reason", async (family, reason) => {
    const mapped = mapCheckpoint(await checkpointOf(examples[family]!));
    expect(() => requireNarrowable(mapped)).toThrow(`the hidden size of ${family} cannot be cut: ${reason}`);
  });

  it("is refused if it is none, or if a tensor may depend on it that the family does not know", async () => {
    const { config, tensors } = examples.llama!;
    const mapped = mapCheckpoint(await checkpointOf(examples.llama!));
    for (const size of [8, 0, 2.5]) expect(() => requireNarrowable(mapped, size)).toThrow(`cut to ${size}`);
    const more = mapCheckpoint(await checkpointOf({ config, tensors: `${tensors}\nmodel.mystery 8` }));
    expect(() => requireNarrowable(more, 4)).toThrow("because model.mystery is not known");
  });

  it("is tried at multiples of heads and of 8, or of 256, from half to the whole", () => {
    const sizesOf = (hidden: number, heads: number): number[] => {
      const layers = [{ mixer: { kind: "attention", heads } }];
      return hiddenSizes({ architecture: { hidden, layers } } as unknown as MappedCheckpoint);
    };
    expect(sizesOf(192, 6)).toEqual([192, 168, 144, 120, 96]);
    expect(sizesOf(4096, 32)).toEqual([4096, 3584, 3072, 2560, 2048]);
    expect(sizesOf(8, 4)).toEqual([8]);
  });
});

/** A checkpoint in which nothing writes into some channels; what reads them stays. */
async function withEmptyChannels(family: string, empty: readonly number[]): Promise<Checkpoint> {
  const example = { ...examples[family]!, config: { ...examples[family]!.config, rms_norm_eps: 1e-12 } };
  const random = new Random(3);
  const tensors = tensorsOf(example).map(([name, shape]) => {
    const cols = shape[1] ?? 1;
    const writes = /(embed_tokens|o_proj|down_proj)\./.test(name);
    const values = Float64Array.from({ length: elements({ shape }) }, (_, index) => {
      const channel = sideOf(name) === "cols" ? index % cols : Math.floor(index / cols);
      return writes && empty.includes(channel) ? 0 : random.normal();
    });
    return tensorOf(name, "F64", shape, values);
  });
  const set = await openSafetensors(bytesSource(await fileOf(tensors), "model.safetensors"));
  const { folder } = await checkpointOf(example);
  return { ...set, config: example.config, folder };
}

const openedAgain = (checkpoint: Checkpoint, { config, tensors }: MappedCheckpoint): Checkpoint => ({
  ...checkpoint,
  config,
  tensors: new Map(tensors.map(({ tensor }) => [tensor.name, tensor])),
});

/** What a text makes of a stream with empty channels. */
function activityOf({ architecture }: MappedCheckpoint, empty: readonly number[]): LayerActivity[] {
  const squares = Float64Array.from({ length: hidden }, (_, channel) => (empty.includes(channel) ? 0 : 1));
  return architecture.layers.map((_, layer) => ({
    layer,
    heads: undefined,
    ffn: undefined,
    stream: 1,
    channels: { attention: squares, ffn: squares, behind: squares },
  }));
}
