import { beforeAll, describe, expect, it } from "vitest";
import { configs, smallBert, tinyYaml } from "../configs.js";
import { expectPrinted } from "../expectations.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(() => {
  for (const [family, config] of Object.entries(configs)) work.write(`${family}.json`, config);
  work.write("tiny.yaml", tinyYaml);
});

interface Inspected {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly flops: Readonly<Record<string, number>>;
  readonly weightBytes: Readonly<Record<string, number>>;
  readonly capacities: readonly { readonly attention: number; readonly ffn: number }[];
  readonly matrices: readonly { readonly name: string; readonly rows: number; readonly cols: number }[];
}

const inspect = (file: string, ...words: string[]): Promise<Inspected> =>
  runJson<Inspected>(["inspect", work.path(file), ...words]);

describe("inspect", () => {
  it("counts BERT-base as its checkpoint has it", async () => {
    const { parameters, flops, weightBytes, capacities, matrices } = await inspect("bert.json");
    const attention = 12 * (4 * (768 * 768 + 768) + 2 * 768);
    const ffn = 12 * (2 * 768 * 3072 + 3072 + 768 + 2 * 768);
    const embedding = (30522 + 512 + 2) * 768 + 2 * 768;
    const head = 768 * 768 + 768;
    const total = 109_482_240;
    expect(parameters).toEqual({
      attention,
      ffn,
      embedding,
      head,
      total,
      active: total,
      nonEmbedding: total - embedding,
    });
    expect(flops).toEqual({ sequence: 512, perSequence: 96_637_943_808, perToken: 188_745_984 });
    expect(weightBytes).toMatchObject({
      float32: 4 * total,
      bfloat16: 2 * total,
      int8: total,
      int4: total / 2,
    });
    expect(capacities).toHaveLength(12);
    for (const layer of capacities) {
      expect(layer.attention).toBeCloseTo(0.02 ** 2 * 4 * 768, 12);
      expect(layer.ffn).toBeCloseTo(0.02 ** 2 * 2 * 3072, 12);
    }
    expect(matrices).toHaveLength(3 + 12 * 6 + 1);
    expect(matrices).toContainEqual(
      expect.objectContaining({ name: "layers.11.ffn.up", rows: 3072, cols: 768 }),
    );
  });

  it("prints the same figures for people", async () => {
    const shown = await run(["inspect", work.path("bert.json")]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/bert\.json: encoder, hidden 768, 12 layers, vocabulary\s30,522\n/);
    for (const line of [
      /^0–11 {3}attention, 12 heads × 64 {2}3072$/m,
      /^total {10}109,482,240 {2}100\.0 %$/m,
      /^FLOPs {4}96\.64G for 512 tokens, 188\.7M per token/m,
      /^weights {2}417\.6 MiB as float32, 208\.8 MiB as bfloat16, 104\.4 MiB as int8$/m,
      /^0–11, each +1\.2288 +2\.4576$/m,
      /^sum +14\.746 +29\.491$/m,
    ])
      expect(shown.stdout).toMatch(line);
    expect(shown.stdout).not.toContain("layers.0");
  });

  it("lists every matrix on demand", async () => {
    const shown = await runInProcess(["inspect", work.path("tiny.yaml"), "--matrices"]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^layers\.1\.attention\.query +64 +64 +4 {2}0\.0200$/m);
    expect(shown.stdout).toMatch(/^layers\.1\.ffn\.down +64 +256 +0\.0200$/m);
  });

  it("counts FLOPs over the sequence that was asked for", async () => {
    const { flops } = await inspect("tiny.yaml", "--sequence", "2k");
    const layer = 2 * 2000 * (4 * 64 * 64 + 2 * 64 * 256) + 4 * 2000 ** 2 * 64;
    expect(flops).toMatchObject({ sequence: 2000, perSequence: 2 * layer });
  });

  it("reads standard input", async () => {
    const { stdout } = await run(["inspect", "-"], { input: JSON.stringify(smallBert()) });
    expect(stdout).toMatch(/^standard input: encoder, hidden 64, 2 layers/);
  });
});

describe("what inspect prints fits a terminal", () => {
  it.each(Object.keys(configs))("for %s", async (family) => {
    expectPrinted(await runInProcess(["inspect", work.path(`${family}.json`), "--matrices"]));
  });

  it("for layers that all differ, stacks, convolutions and a long name", async () => {
    const heads = [2, 4, 8].map((count) => `{ kind: convolution, kernel: 9, heads: ${count} }`);
    const layers = [...heads, "{ kind: attention, heads: 8, keyValueHeads: 2, weighted: true }"].map(
      (mixer, index) =>
        `  - { mixer: ${mixer}, ffn: { kind: plain, widths: [${"64, ".repeat(9)}${index + 1}] } }`,
    );
    const name = `name: "\\e[1m${"long name ".repeat(40)}"`;
    work.write(
      "odd.yaml",
      [name, "hidden: 64", "embedding: { vocabulary: 1000 }", "layers:", ...layers].join("\n"),
    );
    const shown = await runInProcess(["inspect", work.path("odd.yaml"), "--matrices"]);
    expectPrinted(shown);
    expect(shown.stdout).toContain("64 → … (10 stacks)");
    expect(shown.stdout).toContain("weighted attention, 8 heads × 8, 2 key/value");
  });

  it("for the largest sizes that are allowed", async () => {
    const huge = smallBert({
      hidden_size: 2 ** 18,
      num_hidden_layers: 1024,
      num_attention_heads: 4096,
      intermediate_size: 2 ** 18,
      vocab_size: 2 ** 24,
    });
    work.write("huge.json", huge);
    expectPrinted(await runInProcess(["inspect", work.path("huge.json"), "--sequence", "16777216"]));
    expectPrinted(await runInProcess(["rank", work.path("huge.json"), "--sequence", "16777216"]));
    expectPrinted(await runInProcess(["rank", work.path("huge.json"), "--proxy", "nsc"]));
  });
});
