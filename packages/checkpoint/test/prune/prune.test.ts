import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Architecture,
  cost,
  type Family,
  huggingFaceFamilies,
  resolveHuggingFaceConfig,
  UsageError,
  WorkError,
} from "@zerolm/core";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { type Checkpoint, openCheckpoint } from "../../src/checkpoint.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { type MappedCheckpoint, mapCheckpoint } from "../../src/map-checkpoint.js";
import { prunableParts } from "../../src/prune/parts.js";
import { type PruneOptions, type PrunePlan, prunePlanner } from "../../src/prune/plan.js";
import { type Pruned, prunedCheckpoint } from "../../src/prune/pruned.js";
import { pruneProxies } from "../../src/prune/values.js";
import { elements, tensorValues } from "../../src/safetensors/tensor.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { forward } from "../../testing/forward/forward.js";
import { readLlama } from "../../testing/forward/llama.js";
import { subNetwork } from "../../testing/forward/sub-network.js";
import { checkpointOf, type Example } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { parsedByHub } from "../safetensors/hub.js";
import { activityOf } from "./activity-of.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-prune-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The worth alone decides, as it did before anything was protected; `safety.test.ts` has what is. */
const small: PruneOptions = { multipleOf: 2, atLeast: 0, evenness: 0 };

async function prepared(example: Example, options: PruneOptions) {
  const checkpoint = await checkpointOf(example);
  const mapped = mapCheckpoint(checkpoint);
  const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
  return { checkpoint, mapped, planner: await prunePlanner(mapped, statistics, options) };
}

/** A llama whose FFNs are 768 wide. */
const wide: Example = {
  config: { ...examples.llama!.config, intermediate_size: 768 },
  tensors: examples.llama!.tensors.replaceAll("12x8", "768x8").replaceAll("8x12", "8x768"),
};

/** A Nemotron-NAS with two key/value heads in one layer, and one in the other. */
const variableGroups: Example = {
  config: {
    ...examples.llama!.config,
    model_type: "nemotron-nas",
    block_configs: [2, 4].map((group) => ({
      attention: { n_heads_in_group: group },
      ffn: { intermediate_size: 12 },
    })),
  },
  tensors: examples.llama!.tensors.replace(
    "model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8",
    "model.layers.0.self_attn.{k,v}_proj.weight 4x8\n model.layers.1.self_attn.{k,v}_proj.weight 2x8",
  ),
};

let written = 0;

/** Prunes to a share of the non-embedding parameters, writes, and opens what was written. */
async function pruned(example: Example, keep: number, options: PruneOptions, shardBytes?: number) {
  const { checkpoint, mapped, planner } = await prepared(example, options);
  const plan = await planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize);
  const result = prunedCheckpoint(mapped, plan);
  const path = join(folder, String(written++));
  await writePrunedFolder(path, checkpoint, result, shardBytes === undefined ? {} : { shardBytes });
  const smaller = await openCheckpoint(await pathFolder(path));
  return { checkpoint, plan, result, path, smaller };
}

const kept = ({ parts }: PrunePlan, subModule: string): number[] =>
  parts.filter((part) => part.subModule === subModule).map(({ units }) => units.length);

const parametersOf = (tensors: Iterable<{ readonly shape: readonly number[] }>): number =>
  [...tensors].reduce((sum, tensor) => sum + elements(tensor), 0);

describe.each(["llama", "mistral", "qwen2", "qwen3", "gemma", "phi3", "nemotron-nas"])(
  "pruning %s",
  (name) => {
    it("writes what it has planned: sizes, shapes, a config that fits", async () => {
      for (const order of ["stored", "norm"] as const) {
        const { plan, smaller } = await pruned(examples[name]!, 0.7, { ...small, order });
        expect(parametersOf(smaller.tensors.values())).toBe(plan.size);
        expect(plan.size).toBeLessThan(plan.sizeBefore);
        expect(plan.optimal).toBe(true);
        expect(mapCheckpoint(smaller).unknown).toEqual([]);
        await smaller.close();
      }
    });

    it("gives whole sub-modules up where that is allowed, and the same numbers where they are asked for", async () => {
      const free = await pruned(examples[name]!, 0.5, { ...small, whole: true });
      expect(mapCheckpoint(free.smaller).unknown).toEqual([]);
      await free.smaller.close();
      if (name === "nemotron-nas") return;
      const { plan, smaller, result } = await pruned(examples[name]!, 0.7, { ...small, uniform: "all" });
      expect(new Set(kept(plan, "ffn")).size).toBe(1);
      expect(new Set(kept(plan, "attention")).size).toBe(1);
      expect(smaller.config.model_type).toBe(name);
      expect(smaller.config.block_configs).toBeUndefined();
      expect(result.loads.map(({ loader }) => loader)).toContain("transformers");
      await smaller.close();
    });
  },
);

/** Every family that is pruned, of which there is an example. */
const prunable = Object.entries<Family>(huggingFaceFamilies).flatMap(([name, { pruning, tensors }]) =>
  pruning.refused === undefined && tensors && examples[name] ? [name] : [],
);

describe("every family that is pruned", () => {
  it.each(prunable)("%s: what is written is read back with the sizes that were planned", async (name) => {
    const { plan, smaller, checkpoint } = await pruned(examples[name]!, 0.9, { ...small, loader: "zerolm" });
    const mapped = mapCheckpoint(smaller);
    expect(mapped.unknown).toEqual([]);
    expect(plan.parts.some(({ subModule, units, of }) => subModule === "ffn" && units.length < of)).toBe(
      true,
    );
    const numbers = ({ tensors }: MappedCheckpoint): number =>
      parametersOf(tensors.map(({ tensor }) => tensor));
    const lost = numbers(mapCheckpoint(checkpoint)) - numbers(mapped);
    expect(lost).toBe(plan.sizeBefore - plan.size);
    await smaller.close();
  });
});

const withoutFirstAndFifth = [0, 2, 3, 4, 6, 7, 8, 9, 10, 11];

/** The example with zeros in rows 1 and 5 of some matrices of the first FFN. */
async function withoutUnits(modules: readonly string[]): Promise<Checkpoint> {
  const whole = await checkpointOf(examples.llama!);
  const tensors = new Map(whole.tensors);
  for (const module of modules) {
    const name = `model.layers.0.mlp.${module}.weight`;
    const tensor = tensors.get(name)!;
    const values = Float32Array.from(await tensorValues(tensor), (value, index) => {
      const unit = module === "down_proj" ? index % 12 : Math.floor(index / 8);
      return unit === 1 || unit === 5 ? 0 : value;
    });
    const source = bytesSource(new Uint8Array(values.buffer), "zeros");
    tensors.set(name, { ...tensor, source, start: 0, end: values.byteLength });
  }
  return { ...whole, tensors };
}

interface PlainConfig {
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly intermediate_size: number;
  readonly block_configs?: readonly {
    readonly attention: { readonly n_heads_in_group: number; readonly num_attention_heads?: number };
    readonly ffn: { readonly ffn_mult?: number; readonly intermediate_size?: number };
  }[];
}

/** What the modelling code of transformers (Llama) and vLLM (DeciLM) makes of a config, written down apart from our own reader. */
function decoderShapes(config: PlainConfig, layer: number): Record<string, number[]> {
  const block = config.block_configs?.[layer];
  const heads = block?.attention.num_attention_heads ?? config.num_attention_heads;
  const keyValueHeads = block ? heads / block.attention.n_heads_in_group : config.num_key_value_heads;
  const { hidden_size: hidden, head_dim: headDim } = config;
  const multiplied = Math.trunc((2 * (block?.ffn.ffn_mult ?? 0) * hidden) / 3);
  const rounded = multiplied % 256 === 0 ? multiplied : multiplied + 256 - (multiplied % 256);
  const ofBlock = block?.ffn.ffn_mult === undefined ? block?.ffn.intermediate_size : rounded;
  const width = ofBlock ?? config.intermediate_size;
  return {
    "self_attn.q_proj": [heads * headDim, hidden],
    "self_attn.k_proj": [keyValueHeads * headDim, hidden],
    "self_attn.v_proj": [keyValueHeads * headDim, hidden],
    "self_attn.o_proj": [hidden, heads * headDim],
    "mlp.gate_proj": [width, hidden],
    "mlp.up_proj": [width, hidden],
    "mlp.down_proj": [hidden, width],
  };
}

describe("the pruned model", () => {
  it("computes what the leading heads and rows of the whole one do", async () => {
    const { checkpoint, plan, smaller } = await pruned(examples.llama!, 0.7, { ...small, order: "stored" });
    const heads = kept(plan, "attention").map((groups) => 2 * groups);
    const expected = subNetwork(await readLlama(checkpoint), { heads, ffn: kept(plan, "ffn") });
    expect(forward(await readLlama(smaller), [1, 2, 3])).toEqual(forward(expected, [1, 2, 3]));
    await smaller.close();
  });

  it("does not change where only units of no weight go, and those go first", async () => {
    // Rows 1 and 5 of the first FFN: nothing enters them and nothing leaves them.
    const checkpoint = await withoutUnits(["gate_proj", "up_proj", "down_proj"]);
    const mapped = mapCheckpoint(checkpoint);
    const planner = await prunePlanner(mapped, await squareStatistics(mapped, squaresHere(plainKernels)), {
      order: "norm",
      multipleOf: 10,
    });
    const plan = await planner.plan(planner.size - 48);
    const cut = plan.parts.find(({ units, of }) => units.length < of)!;
    expect(cut).toMatchObject({ layer: 0, subModule: "ffn", units: withoutFirstAndFifth });
    expect(plan.value).toBe(plan.valueBefore);
    const path = join(folder, "zeros");
    await writePrunedFolder(path, checkpoint, prunedCheckpoint(mapped, plan));
    const smaller = await openCheckpoint(await pathFolder(path));
    const [one, other] = [
      forward(await readLlama(smaller), [1, 2]),
      forward(await readLlama(checkpoint), [1, 2]),
    ];
    for (const [index, value] of one.entries()) expect(value).toBeCloseTo(other[index]!, 6);
    await smaller.close();
  });

  it("loses those units of a layer first that are zero in one matrix, though the others still count in ZeroLM's sum", async () => {
    const mapped = mapCheckpoint(await withoutUnits(["up_proj"]));
    const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
    const planner = await prunePlanner(mapped, statistics, {
      order: "norm",
      multipleOf: 10,
      uniform: "all",
      atLeast: 0.8,
    });
    const { parts, value, valueBefore } = await planner.plan(planner.size - 96);
    expect(parts.find(({ subModule }) => subModule === "ffn")?.units).toEqual(withoutFirstAndFifth);
    expect(value).toBeLessThan(valueBefore);
  });

  it("is written in several files where it is large, with an index", async () => {
    const one = await pruned(examples.llama!, 0.7, small);
    const several = await pruned(examples.llama!, 0.7, small, 1000);
    expect([...several.smaller.tensors.keys()].sort()).toEqual([...one.smaller.tensors.keys()].sort());
    for (const [name, tensor] of one.smaller.tensors)
      expect(await tensorValues(several.smaller.tensors.get(name)!)).toEqual(await tensorValues(tensor));
    expect(
      JSON.parse(await readFile(join(several.path, "model.safetensors.index.json"), "utf8")),
    ).toHaveProperty("metadata.total_size");
    await one.smaller.close();
    await several.smaller.close();
  });

  it("loses a layer where nothing is left of it and the others are alike", async () => {
    const { mapped } = await prepared(examples.llama!, small);
    const plan: PrunePlan = {
      parts: [
        { layer: 0, subModule: "attention", units: [], of: 2 },
        { layer: 0, subModule: "ffn", units: [], of: 12 },
        { layer: 1, subModule: "attention", units: [1], of: 2 },
        { layer: 1, subModule: "ffn", units: [0, 5], of: 12 },
      ],
      size: 0,
      sizeBefore: 0,
      also: [],
      value: 0,
      valueBefore: 0,
      optimal: true,
    };
    const { config, tensors } = prunedCheckpoint(mapped, plan);
    expect(config).toMatchObject({
      model_type: "llama",
      num_hidden_layers: 1,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      head_dim: 2,
      intermediate_size: 2,
    });
    expect(tensors.map(({ name }) => name).filter((name) => name.includes("layers.1"))).toEqual([]);
  });

  it.each(["llama", "qwen3"])(
    "has the shapes that its config asks for, as another reader of safetensors sees them: %s",
    async (name) => {
      for (const uniform of [undefined, "heads", "all"] as const) {
        const { path, smaller } = await pruned(examples[name]!, 0.8, { ...small, uniform });
        const file = new Uint8Array(await readFile(join(path, "model.safetensors")));
        const { header } = await parsedByHub(file);
        const shapes = header as Record<string, { shape: number[] }>;
        const config = smaller.config as unknown as PlainConfig;
        for (let layer = 0; layer < config.num_hidden_layers; layer++)
          for (const [tensor, shape] of Object.entries(decoderShapes(config, layer)))
            expect(shapes[`model.layers.${layer}.${tensor}.weight`]?.shape, tensor).toEqual(shape);
        await smaller.close();
      }
    },
  );

  it("of Nemotron-NAS keeps block_configs where all layers that are left are alike, since nothing reads its config without", async () => {
    const { mapped } = await prepared(examples["nemotron-nas"]!, small);
    const both = mapped.architecture.layers.findIndex(({ mixer, ffn }) => mixer && ffn);
    const parts = prunableParts(mapped).map(({ layer, subModule, units: of }) => ({
      layer,
      subModule,
      units: layer === both ? [0] : [],
      of,
    }));
    const sums = { size: 0, sizeBefore: 0, also: [], value: 0, valueBefore: 0, optimal: true };
    const { config } = prunedCheckpoint(mapped, { parts, ...sums });
    expect(config.block_configs).toHaveLength(1);
    expect(config.num_hidden_layers).toBe(1);
  });

  it("says who can load it, and by which rules", async () => {
    const programs = (loads: Pruned["loads"]): string[] => loads.map(({ loader }) => loader);
    const unequal = await pruned(examples.llama!, 0.8, { ...small, uniform: "heads" });
    expect(programs(unequal.result.loads)).toEqual(["transformers", "vllm", "zerolm"]);
    expect(unequal.result.loads[0]?.needs).toContain("intermediate_size");
    expect(unequal.smaller.config).toMatchObject({
      model_type: "nemotron-nas",
      architectures: ["DeciLMForCausalLM"],
      auto_map: { AutoConfig: expect.stringMatching(/^nvidia\/.*--configuration_decilm\.DeciLMConfig$/) },
    });
    await unequal.smaller.close();
    const { mapped } = await prepared(examples.llama!, small);
    const loadedBy = (ofFirstAttention: readonly number[]): string[] => {
      const parts = prunableParts(mapped).map(({ layer, subModule, units: of }) => ({
        layer,
        subModule,
        units: layer === 0 && subModule === "attention" ? ofFirstAttention : [0],
        of,
      }));
      const sums = { size: 0, sizeBefore: 0, also: [], value: 0, valueBefore: 0, optimal: true };
      return programs(prunedCheckpoint(mapped, { parts, ...sums }).loads);
    };
    expect(loadedBy([0, 1])).toEqual(["zerolm"]);
    // vLLM's code fails if the first layer has no attention.
    expect(loadedBy([])).toEqual(["transformers", "zerolm"]);
    expect(loadedBy([0])).toEqual(["transformers", "vllm", "llama.cpp", "zerolm"]);
  });

  it("is one that the program loads that was asked for", async () => {
    const plain = await pruned(wide, 0.8, { multipleOf: 2 });
    expect(new Set(kept(plain.plan, "attention"))).toEqual(new Set([2]));
    expect(plain.result.config.block_configs).toBeDefined();
    await plain.smaller.close();
    // llama.cpp reads ffn_mult alone, which stands for multiples of 256.
    const converted = await pruned(wide, 0.84, { loader: "llama.cpp" });
    expect(kept(converted.plan, "ffn").sort()).toEqual([512, 768]);
    const blocks = converted.result.config.block_configs as { ffn: object }[];
    expect(blocks.map(({ ffn }) => ffn)).toContainEqual({
      no_op: false,
      replace_with_linear: false,
      ffn_mult: 96,
    });
    await converted.smaller.close();
    const alike = await pruned(examples.qwen3!, 0.7, { multipleOf: 2 });
    expect(alike.result.config.block_configs).toBeUndefined();
    await alike.smaller.close();
    await expect(prepared(examples.qwen3!, { loader: "llama.cpp" })).rejects.toThrow(
      "llama.cpp is not known to load a pruned qwen3. Possible: transformers or zerolm (--for).",
    );
    await expect(prepared(examples.llama!, { loader: "vllm", uniform: "none" })).rejects.toThrow(
      "layers that differ",
    );
  });

  it("of a Nemotron-NAS keeps the groups that each layer has", async () => {
    const { smaller, plan } = await pruned(variableGroups, 0.9, { ...small, atLeast: 0.5 });
    expect(
      mapCheckpoint(smaller).architecture.layers.map(({ mixer }) =>
        mixer?.kind === "attention" ? mixer.heads / mixer.keyValueHeads : 0,
      ),
    ).toEqual([2, 4]);
    expect(parametersOf(smaller.tensors.values())).toBe(plan.size);
    await smaller.close();
  });
});

describe("prunePlanner", () => {
  it.each(Object.keys(pruneProxies) as (keyof typeof pruneProxies)[])(
    "with %s keeps more worth the larger the budget",
    async (name) => {
      const activity = name === "activations" ? activityOf(2, { heads: 4, rows: 12 }) : undefined;
      const { planner } = await prepared(examples.llama!, { ...small, proxy: pruneProxies[name], activity });
      const values: number[] = [];
      for (const keep of [0.4, 0.6, 0.8, 1])
        values.push((await planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize)).value);
      expect(values).toEqual([...values].sort((one, other) => one - other));
      const { value, valueBefore, parts } = await planner.plan(planner.size);
      const everything = parts.every(({ units, of }) => units.length === of);
      // The literal formula divides by the smaller side of what is left: a smaller matrix can be worth more than a larger one, and
      // then units go though there is room for them.
      if (name === "zerolm-kept") {
        expect(value).toBeGreaterThan(valueBefore);
        expect(everything).toBe(false);
      } else {
        expect(value).toBeCloseTo(valueBefore, 9);
        expect(everything).toBe(true);
      }
    },
  );

  it("counts FLOPs as core does, and bytes as the files have them", async () => {
    for (const name of ["llama", "mistral", "qwen2", "gemma"]) {
      const flops = { ...small, measure: { flopsOver: 100 } };
      const { plan, smaller } = await pruned(examples[name]!, 0.7, { ...flops, uniform: "all" });
      const ofConfig = (config: object): number => {
        const { value } = resolveHuggingFaceConfig({ ...config }, { without: "pretraining" });
        return cost(value as Architecture, { sequence: 100 }).flops.perSequence;
      };
      expect(plan.size).toBe(ofConfig(smaller.config));
      expect(plan.sizeBefore).toBe(ofConfig(examples[name]!.config));
      expect(plan.size).toBeLessThan(plan.sizeBefore);
      await smaller.close();
    }
    const bytes = await pruned(examples.llama!, 0.7, { ...small, measure: "bytes" });
    expect(bytes.plan.size).toBe(4 * parametersOf(bytes.smaller.tensors.values()));
    await bytes.smaller.close();
  });

  it.each(["none", "heads", "all"] as const)(
    "meets several budgets at once, whichever it is asked for: layers share %s",
    async (uniform) => {
      const flops = { flopsOver: 64 } as const;
      const options = { ...small, uniform };
      const alone = await prepared(examples.llama!, options);
      const costly = await prepared(examples.llama!, { ...options, measure: flops });
      const [parameters, operations] = [0.83 * alone.planner.size, 0.76 * costly.planner.size];
      const one = await prepared(examples.llama!, {
        ...options,
        also: [{ measure: flops, maximum: operations }],
      });
      const other = await prepared(examples.llama!, {
        ...options,
        measure: flops,
        also: [{ measure: "parameters", maximum: parameters }],
      });
      const [plan, mirrored] = [await one.planner.plan(parameters), await other.planner.plan(operations)];
      expect(plan.value).toBe(mirrored.value);
      expect(plan.optimal && mirrored.optimal).toBe(true);
      expect(plan.also).toEqual([{ size: mirrored.size, sizeBefore: mirrored.sizeBefore }]);
      expect(plan.size).toBeLessThanOrEqual(parameters);
      expect(mirrored.size).toBeLessThanOrEqual(operations);
      expect(plan.value).toBeLessThanOrEqual((await alone.planner.plan(parameters)).value);
      expect(plan.value).toBeLessThanOrEqual((await costly.planner.plan(operations)).value);
      const tight = await prepared(examples.llama!, {
        ...options,
        also: [{ measure: flops, maximum: 1000 }],
      });
      await expect(tight.planner.plan(parameters)).rejects.toThrow("Raise it");
    },
  );

  it("drops whole layers where all that stay are alike", async () => {
    const { planner, mapped } = await prepared(examples.llama!, {
      ...small,
      whole: true,
      uniform: "all",
      atLeast: 1,
    });
    const { config } = prunedCheckpoint(mapped, await planner.plan(planner.size - 1));
    expect(config).toMatchObject({ model_type: "llama", num_hidden_layers: 1, intermediate_size: 12 });
  });

  it("keeps at least what it is told of every sub-module", async () => {
    const { planner } = await prepared(examples.llama!, { multipleOf: 1, atLeast: 0.5 });
    const plan = await planner.plan(planner.size - 0.45 * planner.nonEmbeddingSize);
    for (const { units, of } of plan.parts) expect(units.length).toBeGreaterThanOrEqual(of / 2);
    await expect(planner.plan(planner.size - 0.6 * planner.nonEmbeddingSize)).rejects.toThrow(WorkError);
  });

  it("refuses families whose config cannot say what was cut", async () => {
    await expect(prepared(examples.mixtral!, small)).rejects.toThrow(UsageError);
    await expect(prepared(examples.llama!, { multipleOf: 0 })).rejects.toThrow("make no sense");
  });
});
