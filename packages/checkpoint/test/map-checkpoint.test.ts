import {
  copiesOf,
  type Family,
  huggingFaceFamilies,
  InputError,
  type Matrix,
  matrices,
  resolveHuggingFaceConfig,
} from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { mapCheckpoint } from "../src/map-checkpoint.js";
import { checkpointOf, type Example, tensorsOf } from "./family/checkpoints.js";
import { examples } from "./family/examples.js";

const mapped = async (example: Example) => mapCheckpoint(await checkpointOf(example));

const readFamilies = Object.entries<Family>(huggingFaceFamilies).flatMap(([name, { tensors }]) =>
  tensors ? [name] : [],
);

describe.each(readFamilies)("family %s", (name) => {
  const example = examples[name]!;

  it("knows every tensor, and cuts each into whole matrices", async () => {
    const { tensors, unknown, matrices: found } = await mapped(example);
    expect(unknown).toEqual([]);
    const buffers = tensorsOf(example).filter(([key]) => /\.attn\.bias$|position_ids$/.test(key));
    expect(tensors.length).toBe(tensorsOf(example).length - buffers.length);
    const inLayers = found.filter(({ layer }) => layer !== undefined);
    expect(new Set(inLayers.map((matrix) => matrix.name)).size).toBe(inLayers.length);
    for (const { layer, role, cols, rows } of found)
      if (layer !== undefined) expect(rows * cols, role).toBeGreaterThan(0);
  });

  it("names what is missing, what has another shape, and what it does not know", async () => {
    const all = tensorsOf(example);
    const [first, ...rest] = all.map(([key, shape]) => `${key} ${shape.join("x")}`);
    const without = { ...example, tensors: rest.join("\n") };
    await expect(mapped(without)).rejects.toThrow("is missing, but the config requires it");
    const reshaped = { ...example, tensors: [`${all[0]![0]} 3x3`, ...rest].join("\n") };
    await expect(mapped(reshaped)).rejects.toThrow(/has the shape \[3, 3\], but config\.json requires/);
    const more = { ...example, tensors: [first, ...rest, "mystery 2x2"].join("\n") };
    expect((await mapped(more)).unknown).toEqual(["mystery"]);
  });
});

describe("the matrices of a checkpoint", () => {
  it.each(Object.keys(examples))("are those of the architecture, by name and shape: %s", async (name) => {
    const { matrices: found, architecture } = await mapped(examples[name]!);
    const text = ({ name, rows, cols }: Matrix): string => `${name} ${rows} × ${cols}`;
    const inLayers = ({ layer }: Matrix): boolean => layer !== undefined;
    const expected = matrices(architecture).flatMap(copiesOf).filter(inLayers).map(text);
    expect(found.filter(inLayers).map(text).sort()).toEqual(expected.sort());
    const read = resolveHuggingFaceConfig(examples[name]!.config, { without: "pretraining" });
    expect(architecture).toEqual(read.value);
  });

  it("say which expert and which attention they are of", async () => {
    const { matrices: experts } = await mapped(examples.mixtral!);
    const down = experts.filter(({ role, layer }) => role === "down" && layer === 1);
    expect(down.map(({ name, expert }) => [name, expert])).toEqual(
      [0, 1, 2].map((expert) => [`layers.1.ffn.down[${expert}]`, expert]),
    );
    const { matrices: attentions } = await mapped(examples.t5!);
    const query = attentions.filter(({ role, layer }) => role === "query" && layer === 3);
    expect(query.map(({ name, attention }) => [name, attention])).toEqual([
      ["layers.3.attention.query", "self"],
      ["layers.3.cross.query", "cross"],
    ]);
  });
});

describe("fused and transposed matrices", () => {
  it("have the rows of query, key and value one after the other", async () => {
    const layer = (await mapped(examples.gpt2!)).matrices.filter(
      ({ layer, subModule }) => layer === 1 && subModule === "attention",
    );
    expect(
      layer.map(({ role, firstRow, tensorRows, transposed }) => [role, firstRow, tensorRows, transposed]),
    ).toEqual([
      ["query", 0, 24, true],
      ["key", 8, 24, true],
      ["value", 16, 24, true],
      ["output", 0, 8, true],
    ]);
    const gate = (await mapped(examples.phi3!)).matrices.filter(
      ({ layer, subModule }) => layer === 0 && subModule === "ffn",
    );
    expect(gate.map(({ role, firstRow, rows }) => [role, firstRow, rows])).toEqual([
      ["gate", 0, 12],
      ["up", 12, 12],
      ["down", 0, 8],
    ]);
  });
});

describe("a config that does not fit", () => {
  const llama = examples.llama!;
  const failing = async (config: object): Promise<string> => {
    const error: unknown = await mapped({ ...llama, config: { ...llama.config, ...config } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).describe();
  };

  it("is refused with the key", async () => {
    expect(await failing({ model_type: "mamba" })).toContain(
      'config.json: model_type: is "mamba". Checkpoints of bert,',
    );
    expect(await failing({ hidden_size: undefined, vocab_size: -1 })).toMatch(
      /vocab_size: must be at least 1, not -1\n.*hidden_size: is missing/s,
    );
    expect(await failing({ num_key_value_heads: 3 })).toContain(
      "num_key_value_heads: num_key_value_heads 3 does not divide num_attention_heads 4",
    );
    expect(await failing({ num_hidden_layers: 1000 })).toContain(
      "requires at least 1000 tensors, but the checkpoint has",
    );
    expect(await failing({ num_hidden_layers: 1e9 })).toContain(
      "num_hidden_layers: must be at most 1024, not 1000000000",
    );
    expect(await failing({ block_configs: [{}] })).toContain(
      "must be a list of num_hidden_layers = 2 entries",
    );
  });

  it("is refused before anything is allocated for experts that the file cannot hold", async () => {
    const { config, tensors } = examples.mixtral!;
    const claimed = { tensors, config: { ...config, num_local_experts: 4096, num_hidden_layers: 1024 } };
    await expect(mapped(claimed)).rejects.toThrow(
      "requires at least 4194304 tensors, but the checkpoint has 35",
    );
  });

  it("may name a class of somebody's own, and the tensors of another class are none of the architecture's", async () => {
    const config = { ...llama.config, architectures: ["LlamaForMyself"] };
    const tensors = `${llama.tensors}\n score.weight 2x8\n qa_outputs.weight 5x8`;
    const { unknown, matrices: found } = await mapped({ config, tensors });
    expect(found.map(({ name }) => name)).not.toContain("head.task");
    expect(unknown).toEqual(["qa_outputs.weight"]);
  });

  it("names all misfits at once", async () => {
    expect((await failing({ intermediate_size: 13 })).split("\n")).toHaveLength(6);
  });

  it("refuses quantised weights", async () => {
    const quantised = checkpointOf(llama, "I8");
    await expect(quantised.then(mapCheckpoint)).rejects.toThrow("holds I8, which cannot be weights");
  });
});
