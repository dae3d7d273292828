import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture, ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { copiesOf, matrices } from "../../src/architecture/matrices.js";
import { shapeProxies } from "../../src/proxy/proxies.js";
import type { ShapeProxy } from "../../src/proxy/proxy.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { architectureOf, attention, flexibert, plain } from "./examples.js";

const shapes = (architecture: Architecture, subModule: string) =>
  matrices(architecture)
    .filter((matrix) => matrix.subModule === subModule)
    .map(({ name, rows, cols, heads }) => [name, rows, cols, heads]);

describe("layers", () => {
  it("repeat", () => {
    const { layers } = flexibert(
      { repeat: 3, mixer: attention, ffn: plain },
      { mixer: attention, ffn: { ...plain, width: 9 } },
    );
    expect(layers.map(({ ffn }) => (ffn?.kind === "plain" ? ffn.widths : []))).toEqual([
      [512],
      [512],
      [512],
      [9],
    ]);
  });

  it("stack FFNs", () => {
    const architecture = flexibert({ mixer: attention, ffn: { kind: "plain", width: 1024, stacks: 3 } });
    expect(shapes(architecture, "ffn")).toEqual([
      ["layers.0.ffn.up", 1024, 256, 1],
      ["layers.0.ffn.between", 1024, 1024, 1],
      ["layers.0.ffn.between.1", 1024, 1024, 1],
      ["layers.0.ffn.down", 256, 1024, 1],
    ]);
  });

  it("take FFN widths one by one", () => {
    const architecture = flexibert({ mixer: attention, ffn: { kind: "plain", widths: [10, 20] } });
    expect(shapes(architecture, "ffn").map(([, rows, cols]) => [rows, cols])).toEqual([
      [10, 256],
      [20, 10],
      [256, 20],
    ]);
  });

  it("gate FFNs", () => {
    const architecture = flexibert({ mixer: attention, ffn: { kind: "gated", width: 300 } });
    expect(shapes(architecture, "ffn")).toEqual([
      ["layers.0.ffn.gate", 300, 256, 1],
      ["layers.0.ffn.up", 300, 256, 1],
      ["layers.0.ffn.down", 256, 300, 1],
    ]);
  });

  it("group key/value heads, which may be wider than hidden / heads", () => {
    const mixer = { kind: "attention", heads: 8, keyValueHeads: 2, headDim: 50 } as const;
    expect(shapes(flexibert({ mixer, ffn: plain }), "attention")).toEqual([
      ["layers.0.attention.query", 400, 256, 8],
      ["layers.0.attention.key", 100, 256, 2],
      ["layers.0.attention.value", 100, 256, 2],
      ["layers.0.attention.output", 256, 400, 1],
    ]);
  });

  it("weight the query (WMA)", () => {
    const architecture = flexibert({ mixer: { ...attention, weighted: true }, ffn: plain });
    expect(shapes(architecture, "attention")).toEqual([
      ["layers.0.attention.query", 256, 256, 4],
      ["layers.0.attention.multiplicative", 256, 256, 1],
      ["layers.0.attention.key", 256, 256, 4],
      ["layers.0.attention.value", 256, 256, 4],
      ["layers.0.attention.output", 256, 256, 1],
    ]);
  });

  it("take positions relative to the token, as Transformer-XL", () => {
    const architecture = flexibert({ mixer: { ...attention, relative: true }, ffn: plain });
    expect(shapes(architecture, "attention")).toEqual([
      ["layers.0.attention.query", 256, 256, 4],
      ["layers.0.attention.key", 256, 256, 4],
      ["layers.0.attention.value", 256, 256, 4],
      ["layers.0.attention.relative", 256, 256, 4],
      ["layers.0.attention.output", 256, 256, 1],
    ]);
  });

  it("mix experts, chosen and shared", () => {
    const ffn = { kind: "mixture", experts: 8, active: 2, width: 30, shared: 1, gated: false } as const;
    const [, , , , ...experts] = matrices(flexibert({ mixer: attention, ffn })).filter(
      ({ layer }) => layer === 0,
    );
    expect(experts.map(({ expert }) => expert)).toEqual([undefined, 0, 0, 8, 8]);
    const up = experts.filter(({ role }) => role === "up").flatMap(copiesOf);
    expect(up.map(({ expert }) => expert)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(up.map(({ name }) => name).slice(6)).toEqual([
      "layers.0.ffn.up[6]",
      "layers.0.ffn.up[7]",
      "layers.0.ffn.up.1",
    ]);
    expect(experts.map(({ name, rows, cols, copies, active }) => [name, rows, cols, copies, active])).toEqual(
      [
        ["layers.0.ffn.router", 8, 256, 1, 1],
        ["layers.0.ffn.up", 30, 256, 8, 2],
        ["layers.0.ffn.down", 256, 30, 8, 2],
        ["layers.0.ffn.up.1", 30, 256, 1, 1],
        ["layers.0.ffn.down.1", 256, 30, 1, 1],
      ],
    );
  });

  it("attend to the encoder", () => {
    const cross = { kind: "attention", heads: 2, headDim: 8 } as const;
    const architecture = architectureOf({
      kind: "encoder-decoder",
      hidden: 64,
      embedding: { vocabulary: 100 },
      layers: [
        { mixer: attention, ffn: plain },
        { mixer: attention, cross, ffn: plain },
      ],
    });
    const ofAttention = matrices(architecture).filter(({ subModule }) => subModule === "attention");
    expect(ofAttention.map(({ attention }) => attention)).toEqual([
      ...Array(8).fill("self"),
      ...Array(4).fill("cross"),
    ]);
    expect(shapes(architecture, "attention").slice(8)).toEqual([
      ["layers.1.cross.query", 16, 64, 2],
      ["layers.1.cross.key", 16, 64, 2],
      ["layers.1.cross.value", 16, 64, 2],
      ["layers.1.cross.output", 64, 16, 1],
    ]);
  });

  it("may lack their mixer or their FFN, which then counts nothing", () => {
    const whole = flexibert({ mixer: attention, ffn: plain });
    const [without, alone] = [flexibert({ ffn: plain }), flexibert({ mixer: attention })];
    expect(shapes(without, "attention")).toEqual([]);
    expect(shapes(alone, "ffn")).toEqual([]);
    const counts = [whole, without, alone].map((one) => cost(one, { sequence: 9 }));
    const [all, ffn, mixer] = counts.map(({ parameters }) => parameters.total) as [number, number, number];
    expect(all - ffn).toBe(cost(whole).parameters.attention);
    expect(all - mixer).toBe(cost(whole).parameters.ffn);
    const [work, ffnWork, mixerWork] = counts.map(({ flops }) => flops.perSequence) as [
      number,
      number,
      number,
    ];
    expect(ffnWork + mixerWork - work).toBe(2 * 9 * 256 * 128); // the projection of the embedding
  });

  it("mix by Fourier transform, with one matrix", () => {
    const architecture = flexibert({ mixer: { kind: "fourier", transform: "dct" }, ffn: plain });
    expect(shapes(architecture, "attention")).toEqual([["layers.0.attention.output", 256, 256, 1]]);
  });

  it("mix by dynamic convolution", () => {
    const architecture = flexibert({ mixer: { kind: "convolution", kernel: 9, heads: 4 }, ffn: plain });
    expect(shapes(architecture, "attention")).toEqual([
      ["layers.0.attention.query", 128, 256, 2],
      ["layers.0.attention.key", 128, 256, 2],
      ["layers.0.attention.value", 128, 256, 2],
      ["layers.0.attention.convolution", 128, 256, 1],
      ["layers.0.attention.depthwise", 256, 9, 1],
      ["layers.0.attention.pointwise", 128, 256, 1],
      ["layers.0.attention.kernel", 18, 128, 1],
      ["layers.0.attention.output", 256, 256, 1],
    ]);
  });
});

describe("matrices", () => {
  it("list embeddings and head beside the layers", () => {
    const architecture = architectureOf({
      hidden: 64,
      embedding: { vocabulary: 100, positions: 32, tokenTypes: 2, width: 16 },
      head: { pooler: true, transform: true, vocabulary: "separate", dense: true, outputs: 3 },
      layers: [{ mixer: attention, ffn: plain }],
    });
    expect([...shapes(architecture, "embedding"), ...shapes(architecture, "head")]).toEqual([
      ["embedding.vocabulary", 100, 16, 1],
      ["embedding.position", 32, 16, 1],
      ["embedding.tokenType", 2, 16, 1],
      ["embedding.projection", 64, 16, 1],
      ["head.pooler", 64, 64, 1],
      ["head.transform", 16, 64, 1],
      ["head.vocabulary", 100, 16, 1],
      ["head.dense", 64, 64, 1],
      ["head.task", 3, 64, 1],
    ]);
  });

  it("list an adaptive embedding cluster by cluster, and the projections that its softmax does not share", () => {
    const architecture = architectureOf({
      hidden: 64,
      embedding: { vocabulary: 100, positions: 32, width: 40, adaptive: { cutoffs: [10, 30], divide: 3 } },
      head: { vocabulary: "tied", ownProjections: 1 },
      layers: [{ mixer: attention, ffn: plain }],
    });
    expect([...shapes(architecture, "embedding"), ...shapes(architecture, "head")]).toEqual([
      ["embedding.vocabulary", 10, 40, 1],
      ["embedding.vocabulary.1", 20, 13, 1],
      ["embedding.vocabulary.2", 70, 4, 1],
      ["embedding.position", 32, 64, 1],
      ["embedding.projection", 64, 40, 1],
      ["embedding.projection.1", 64, 13, 1],
      ["embedding.projection.2", 64, 4, 1],
      ["head.projection", 40, 64, 1],
      ["head.cluster", 2, 40, 1],
    ]);
  });

  it("list image patches", () => {
    const architecture = architectureOf({
      hidden: 64,
      embedding: { positions: 5, width: 16, patches: { image: 8, size: 4 }, classToken: true },
      layers: [{ mixer: attention, ffn: plain }],
    });
    expect(shapes(architecture, "embedding")).toEqual([
      ["embedding.patch", 16, 48, 1],
      ["embedding.position", 5, 16, 1],
      ["embedding.projection", 64, 16, 1],
    ]);
  });

  it("carry the standard deviation of the initialiser", () => {
    const input: ArchitectureInput = {
      hidden: 64,
      embedding: { vocabulary: 100 },
      layers: [{ mixer: attention, ffn: plain }],
    };
    expect(matrices(architectureOf(input)).map(({ std }) => std)).toEqual(Array(7).fill(0.02));
    const xavier = matrices(architectureOf({ ...input, initialiser: { kind: "xavier" } }));
    expect(xavier.at(-1)).toMatchObject({ role: "down", std: Math.sqrt(2 / (64 + 512)) });
  });

  it("list the adapters of a layer behind it, drawn as PEFT draws them", () => {
    const adapters = [
      { rank: 4, on: ["query" as const, "value" as const] },
      { rank: 2, on: ["down" as const] },
    ];
    const architecture = architectureOf({
      hidden: 64,
      embedding: { vocabulary: 10 },
      initialiser: { kind: "normal", std: 0.5 },
      layers: [{ mixer: attention, ffn: { kind: "plain", width: 100 }, adapters }],
    });
    const listed = matrices(architecture).filter(({ role }) => role.startsWith("adapter"));
    expect(listed.map(({ name, rows, cols }) => [name, rows, cols])).toEqual([
      ["layers.0.attention.query.adapterA", 4, 64],
      ["layers.0.attention.query.adapterB", 64, 4],
      ["layers.0.attention.value.adapterA", 4, 64],
      ["layers.0.attention.value.adapterB", 64, 4],
      ["layers.0.ffn.down.adapterA", 2, 100],
      ["layers.0.ffn.down.adapterB", 64, 2],
    ]);
    // Kaiming uniform with a = √5: entries from −1/√in to 1/√in.
    expect(listed.map(({ std }) => std)).toEqual(
      [64, 64, 100].flatMap((input) => [Math.sqrt(1 / (3 * input)), 0]),
    );
    const [layer] = architecture.layers;
    const { adapters: _, ...bare } = layer as NonNullable<typeof layer>;
    const without = { ...architecture, layers: [bare] };
    const more = cost(architecture).parameters.total - cost(without).parameters.total;
    expect(more).toBe(2 * 4 * (64 + 64) + 2 * (100 + 64));
    const flops = (one: Architecture): number => cost(one, { sequence: 7 }).flops.perSequence;
    expect(flops(architecture) - flops(without)).toBe(2 * 7 * more);
    for (const { scorer, objectiveOnly, name } of Object.values<ShapeProxy>(shapeProxies))
      if (!objectiveOnly && !["parameters", "nonEmbeddingParameters", "flops"].includes(name))
        expect(scorer().score(architecture)).toEqual(scorer().score(without));
  });

  it("have unique names, whole sizes, and rows that fall into heads", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const all = matrices(architecture);
        expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
        for (const { role, rows, cols, heads, copies, active, std } of all) {
          expect(Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0).toBe(true);
          expect(active >= 1 && active <= copies).toBe(true);
          expect(rows % heads).toBe(0);
          if (role === "adapterB") expect(std).toBe(0);
          else expect(std).toBeGreaterThan(0);
        }
      }),
    );
  });
});
