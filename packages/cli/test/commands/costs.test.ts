import { cost, readArchitecture } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const file = (name: string, text: string): string => work.path(work.write(name, text));

/** What a command prints that succeeds. */
async function shown(...words: string[]): Promise<{ readonly stdout: string }> {
  const { code, stdout } = await runInProcess(words);
  expect(code).toBe(0);
  return { stdout };
}

const vit = (size: number): string =>
  file(
    `patch${size}.yaml`,
    `hidden: 192
embedding: { patches: { image: 224, size: ${size} }, classToken: true, positions: ${(224 / size) ** 2 + 1} }
head: { outputs: 1000, oneToken: true }
layers:
  - { repeat: 12, mixer: { kind: attention, heads: 3 }, ffn: { kind: plain, width: 768 } }
`,
  );

const vitSpace = file(
  "vit.yaml",
  `name: my-vit
macro: { depth: [12, 24], patch: [8, 16, 32] }
let: { tokens: 224 / patch }
layersEqual: true
architecture:
  hidden: 192
  embedding: { patches: { image: 224, size: patch }, classToken: true, positions: tokens * tokens + 1 }
  head: { outputs: 1000, oneToken: true }
layers: { mixer: { kind: attention, heads: 3 }, ffn: { kind: plain, width: 768 } }
`,
);

const gpt2 = file(
  "gpt2.json",
  JSON.stringify({
    ...{ model_type: "gpt2", vocab_size: 50257, n_positions: 1024 },
    ...{ n_embd: 768, n_layer: 12, n_head: 12 },
  }),
);

describe("FLOPs of images", () => {
  it.each([
    [8, "14.07G", 785],
    [16, "2.507G", 197],
    [32, "612.1M", 50],
  ])("with patches of %i are %s over %i tokens, whatever the sequence", async (size, flops, tokens) => {
    const { stdout } = await shown("inspect", vit(size), "--sequence", "2048");
    expect(stdout).toContain(`FLOPs    ${flops} for ${tokens} tokens,`);
    expect(stdout.replaceAll("\n", " ")).toContain(
      `one image of ${tokens} tokens (${tokens - 1} patches and a class token), whatever the sequence.`,
    );
  });

  it("bound a search, which says over what they are counted", async () => {
    const words = ["search", vitSpace, "--max-flops", "2.6G", "--proxy", "parameters"];
    const { stdout } = await shown(...words, "--sequence", "197");
    expect(stdout).toContain("FLOPs: of a forward pass over one image: its patches and class token.");
    const { best } = JSON.parse((await shown(...words, "--json")).stdout);
    const sizes = best.map(
      ({ architecture }: { architecture: { embedding: { patches: { size: number } } } }) =>
        architecture.embedding.patches.size,
    );
    expect(sizes.sort()).toEqual([16, 32, 32]);
  });

  it("stand beside those of texts in a ranking that says so", async () => {
    const words = ["rank", vit(16), gpt2, "--proxy", "parameters", "--sequence", "2048"];
    const { stdout } = await shown(...words);
    expect(stdout).toMatch(/FLOPs: of a forward pass over 2,048 tokens \(for images: over their patches\)/);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "gpt2.json has 1,024 learned positions, fewer than the 2,048 tokens that its FLOPs are counted over",
    );
    const { ranking } = JSON.parse((await shown(...words, "--json")).stdout);
    expect(ranking).toEqual([
      expect.objectContaining({ exceededPositions: 1024 }),
      expect.objectContaining({ tokens: 197 }),
    ]);
  });
});

describe("learned positions", () => {
  const note = /The model has 1,024 learned positions, but FLOPs are counted for 2,048 tokens/;

  it("get a note beyond them, and none up to them", async () => {
    expect((await shown("inspect", gpt2, "--sequence", "2048")).stdout).toMatch(note);
    expect((await shown("inspect", gpt2, "--sequence", "1024")).stdout).not.toMatch(/learned positions/);
  });

  it("bound the contexts at which memory is shown", async () => {
    const { memory } = JSON.parse((await shown("inspect", gpt2, "--json")).stdout);
    expect(memory.map(({ context }: { context: number }) => context)).toEqual([1024]);
  });
});

const whisperSpace = file(
  "whisper.yaml",
  `name: whisper-like
macro: { hidden: [256], depth: [8] }
layersEqual: true
architecture:
  kind: encoder-decoder
  hidden: hidden
  embedding: { vocabulary: 51865, positions: 448 }
  head: { vocabulary: tied }
layers:
  - count: depth / 2
    mixer: { kind: attention, heads: 4 }
    ffn: { kind: plain, width: 512 }
  - count: depth / 2
    mixer: { kind: attention, heads: 4 }
    cross: { kind: attention, heads: 2 }
    ffn: { kind: plain, width: 512 }
`,
);

describe("tables of encoder-decoders", () => {
  it("show both stacks and attention to the encoder", async () => {
    const out = work.path("whisper-best.yaml");
    const { stdout } = await shown("search", whisperSpace, "--proxy", "parameters", "--out", out);
    const table = [
      /^layer +mixer +cross-attention +FFN width$/m,
      /^encoder 0–3 +attention, 4 heads × 64 +none +512$/m,
      /^decoder 4–7 +attention, 4 heads × 64 +attention, 2 heads × 128 +512$/m,
    ];
    for (const line of [...table, / 256 +4 \+ 4 /]) expect(stdout).toMatch(line);
    const inspected = (await shown("inspect", out)).stdout;
    for (const line of [...table, /4 encoder and 4\s+decoder layers/]) expect(inspected).toMatch(line);
  });

  it("are refused as a config without advice that cannot help", async () => {
    const out = work.path("config.json");
    const refused = await runInProcess(["search", whisperSpace, "--proxy", "parameters", "--out", out]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/Write it as \.yaml. The nearest family is (t5|bart):/);
  });
});

describe("mixtures of experts", () => {
  const shared = file(
    "shared.yaml",
    `kind: decoder
hidden: 256
embedding: { vocabulary: 32000 }
norm: rms
finalNorm: true
head: { vocabulary: tied }
layers:
  - repeat: 4
    mixer: { kind: attention, heads: 4, keyValueHeads: 1, bias: none }
    ffn: { kind: mixture, experts: 4, active: 1, width: 2048, shared: 1 }
`,
  );

  it("show their shared experts", async () => {
    expect((await shown("inspect", shared)).stdout).toContain("1 of 4 experts of 2048, 1 shared");
  });
});

/** A decoder whose first three of four layers have a window of 1,024 tokens. */
const windowed = file(
  "windowed.yaml",
  `kind: decoder
hidden: 512
embedding: { vocabulary: 32000 }
layers:
  - { repeat: 3, mixer: { kind: attention, heads: 8, window: 1024 }, ffn: { kind: gated, width: 1024 } }
  - { mixer: { kind: attention, heads: 8 }, ffn: { kind: gated, width: 1024 } }
`,
);

describe("memory", () => {
  it("is a table over contexts, bounded by windows", async () => {
    const words = ["inspect", windowed, "--batch", "4", "--context", "1M"];
    const { stdout } = await shown(...words);
    expect(stdout).toMatch(/^0–2 +attention, 8 heads × 64, window 1024 +1024, gated$/m);
    expect(stdout).toMatch(/^Memory: weights and KV cache by context, 4 sequences at once$/m);
    const { memory, parameters } = JSON.parse((await shown(...words, "--json")).stdout);
    expect(memory).toHaveLength(5);
    for (const { context, cacheBytes, bytes } of memory) {
      const entries = 4 * 2 * 512 * (3 * 1024 + context);
      expect(cacheBytes.bfloat16).toBe(2 * entries);
      expect(bytes.int8).toBe(parameters.total + entries);
    }
  });

  it("is a budget and an objective of search", async () => {
    const counting = ["--context", "8192", "--batch", "4", "--dtype", "bfloat16"];
    const words = ["search", "llama-small", "--max-memory", "1GiB", "--pareto", ...counting];
    const asked = [...words, "--proxy", "shape", "--top", "3"];
    expectPrinted(await runInProcess(asked));
    const { stdout } = await shown(...asked, "--json");
    const { best, pareto, optimal, cost: against, memory } = JSON.parse(stdout);
    expect({ optimal, against }).toEqual({ optimal: true, against: "memory" });
    expect(memory).toEqual({ context: 8192, batch: 4, dtype: "bfloat16" });
    expect(pareto.length).toBeGreaterThan(3);
    for (const found of [...best, ...pareto]) {
      const architecture = readArchitecture(JSON.stringify(found.architecture));
      const counted = cost(architecture, { context: 8192, batch: 4, dtype: "bfloat16" }).memory.bytes;
      expect(found.memory).toBe(counted);
      expect(counted).toBeLessThanOrEqual(2 ** 30);
    }
    const least = ["search", "llama-small", "--proxy", "memory", "--minimize", "--min-params", "100M"];
    expect((await shown(...least, ...counting)).stdout).toContain(
      "by memory, dtype bfloat16, context 8192, batch 4, lowest first",
    );
  });

  it("says what counts it, and refuses a context that counts nothing", async () => {
    const { stdout } = await shown("search", "llama-small", "--min-memory", "300MB", "--max-memory", "8GB");
    expect(stdout).toContain("budget: 300.0M to 8.000G bytes of memory");
    expect(stdout).toContain("memory: weights and KV cache of 1 sequence of 2,048 tokens, float32.");
    expectRefused(
      await runInProcess(["search", "llama-small", "--context", "4096", "--max-params", "100M"]),
      2,
      "--context needs a budget on bytes, such as --max-memory, or --proxy memory",
    );
  });
});
