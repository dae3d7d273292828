import { InputError, matrices, readArchitecture } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { checkpointFamilies } from "../../src/family/families.js";
import { mapCheckpoint } from "../../src/family/map.js";
import { checkpointOf, type Example, tensorsOf } from "./checkpoints.js";
import { examples } from "./examples.js";

const mapped = async (example: Example) => mapCheckpoint(await checkpointOf(example));

describe.each(Object.keys(checkpointFamilies))("family %s", (name) => {
  const example = examples[name]!;

  it("knows every tensor, and cuts each into whole matrices", async () => {
    const { tensors, unknown, matrices: found } = await mapped(example);
    expect(unknown).toEqual([]);
    const buffers = tensorsOf(example).filter(([key]) => /\.attn\.bias$|position_ids$/.test(key));
    expect(tensors.length).toBe(tensorsOf(example).length - buffers.length);
    const inLayers = found.filter(({ layer }) => layer !== undefined);
    expect(new Set(inLayers.map((matrix) => matrix.name)).size).toBe(inLayers.length);
    for (const { layer, role, cols, rows } of found)
      if (layer !== undefined) expect(rows.size * cols.size, role).toBeGreaterThan(0);
  });

  it("names what is missing, what has another shape, and what it does not know", async () => {
    const all = tensorsOf(example);
    const [first, ...rest] = all.map(([key, shape]) => `${key} ${shape.join("x")}`);
    const without = { ...example, tensors: rest.join("\n") };
    await expect(mapped(without)).rejects.toThrow("is missing, and the config asks for it");
    const reshaped = { ...example, tensors: [`${all[0]![0]} 3x3`, ...rest].join("\n") };
    await expect(mapped(reshaped)).rejects.toThrow(
      /has the shape \[3, 3\], and by config\.json it should be/,
    );
    const more = { ...example, tensors: [first, ...rest, "mystery 2x2"].join("\n") };
    expect((await mapped(more)).unknown).toEqual(["mystery"]);
  });
});

describe("against the architecture that core reads from the same config", () => {
  it.each(["llama", "mistral", "qwen2", "qwen3", "gemma", "gpt2", "bert", "roberta", "electra"])(
    "%s",
    async (name) => {
      const example = examples[name]!;
      const own = (await mapped(example)).matrices.filter(({ layer }) => layer !== undefined);
      const described = own.map(({ name, rows, cols }) => `${name} ${rows.size} × ${cols.size}`);
      const expected = matrices(readArchitecture(JSON.stringify(example.config)))
        .filter(({ layer }) => layer !== undefined)
        .map(({ name, rows, cols }) => `${name} ${rows} × ${cols}`);
      expect(described.sort()).toEqual(expected.sort());
    },
  );
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
    expect(gate.map(({ role, firstRow, rows }) => [role, firstRow, rows.size])).toEqual([
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
      'config.json: model_type: is "mamba"; checkpoints of llama,',
    );
    expect(await failing({ hidden_size: undefined, vocab_size: -1 })).toMatch(
      /hidden_size: is missing\n.*vocab_size: must be/s,
    );
    expect(await failing({ num_key_value_heads: 3 })).toContain("3 does not divide 4 heads");
    expect(await failing({ num_hidden_layers: 1000 })).toContain(
      "asks for at least 1000 tensors, and the weights are",
    );
    expect(await failing({ num_hidden_layers: 1e9 })).toContain(
      "num_hidden_layers: must be a whole number from 1 to 1024",
    );
    expect(await failing({ block_configs: [{}] })).toContain(
      "must be a list of num_hidden_layers = 2 entries",
    );
  });

  it("names all misfits at once", async () => {
    expect((await failing({ intermediate_size: 13 })).split("\n")).toHaveLength(6);
  });

  it("refuses quantised weights", async () => {
    const quantised = checkpointOf(llama, "I8");
    await expect(quantised.then(mapCheckpoint)).rejects.toThrow("holds I8, which are no weights");
  });
});
