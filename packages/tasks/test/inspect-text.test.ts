import { ZerolmError } from "@zerolm/core";
import { type Executor, plainExecutor } from "@zerolm/engine";
import { checkpointActivations, type RequestOf, run, type TaskHost } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { lettersFiles, trainedFiles } from "./checkpoint-files.js";
import { type FakeFiles, fakeHost } from "./fake-host.js";

const letters = await lettersFiles();
const bert = new Map([
  ...(await trainedFiles("bert")),
  ["bert/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\n"],
  ["text.txt", "a b c d e ".repeat(6)],
]);
bert.delete("bert/tokenizer.json");

const byPlain = { executor: async () => plainExecutor };
const hostOf = (files: FakeFiles, more: Partial<TaskHost> = {}): TaskHost =>
  fakeHost(files, { ...byPlain, ...more });
const inspected = (request: Partial<RequestOf<"inspect text">>, host: TaskHost) =>
  run("inspect text", { checkpoint: "letters", text: "text.txt", context: 4, ...request }, host);

describe("the loss of a text", () => {
  it("has figures that agree with each other", async () => {
    const { natsPerToken, bitsPerToken, natsPerByte, bitsPerByte, perplexity, ...rest } = await inspected(
      {},
      hostOf(letters),
    );
    expect(rest).toMatchObject({ windows: 5, windowsOfText: 5, guessed: 20, objective: "next token" });
    expect(rest.text).toMatchObject({ bytes: 21, tokens: 21, leftOut: 1 });
    expect(bitsPerToken.value).toBeCloseTo(natsPerToken.value / Math.LN2, 12);
    expect(natsPerByte?.value).toBeCloseTo(natsPerToken.value, 12);
    expect(bitsPerByte?.value).toBeCloseTo(bitsPerToken.value, 12);
    expect(perplexity.value).toBeCloseTo(Math.exp(natsPerToken.value), 12);
    const [low, high] = natsPerToken.interval!;
    expect(low).toBeLessThanOrEqual(natsPerToken.value);
    expect(high).toBeGreaterThanOrEqual(natsPerToken.value);
    // Random weights guess about as well as chance.
    expect(Math.abs(natsPerToken.value - Math.log(10))).toBeLessThan(0.5);
  });

  it("of an encoder is that of hidden tokens, by the seed", async () => {
    const request = { checkpoint: "bert", context: 6, draws: 3 };
    const host = hostOf(bert);
    const first = await inspected(request, host);
    expect(first).toMatchObject({ objective: "masked tokens", tokenizer: "vocab.txt", windows: 7, draws: 3 });
    expect(first.guessed).toBe(7 * 3);
    expect(first.natsPerByte).toBeUndefined();
    expect(await inspected(request, host)).toEqual(first);
    expect((await inspected({ ...request, seed: 1 }, host)).natsPerToken).not.toEqual(first.natsPerToken);
  });

  it("of the first windows does not depend on how many follow", async () => {
    const [two, one] = [
      await inspected({ windows: 2 }, hostOf(letters)),
      await inspected({ windows: 1 }, hostOf(letters)),
    ];
    expect(two.windows).toBe(2);
    expect(one.natsPerToken.interval).toBeUndefined();
    const text = new Map([...letters, ["text.txt", "abcdefghi"]]);
    expect((await inspected({}, hostOf(text))).natsPerToken).toEqual(two.natsPerToken);
  });

  it("is that of the windows seen before it was stopped, and none before the first", async () => {
    const stop = new AbortController();
    const stopping: Executor = {
      ...plainExecutor,
      run: async (...given) => {
        stop.abort();
        return await plainExecutor.run(...given);
      },
    };
    const files = new Map([...letters, ["text.txt", "abcdefghij".repeat(500)]]);
    const host = hostOf(files, { executor: async () => stopping, signal: stop.signal });
    const outcome = await inspected({}, host);
    expect(outcome).toMatchObject({ interrupted: true, windows: 512, windowsOfText: 1249 });
    await expect(inspected({}, host)).rejects.toThrow("stopped before");
  });
});

describe("activations of a checkpoint over a text", () => {
  it("are there for every head, FFN row and layer, and do not depend on how the text goes on", async () => {
    const request = { checkpoint: "letters", text: "text.txt", context: 4, draws: 1, seed: 0, windows: 2 };
    const layers = await checkpointActivations(request, hostOf(letters));
    expect(layers.map(({ heads, ffn }) => [heads?.length, ffn?.length])).toEqual([
      [4, 12],
      [4, 12],
    ]);
    for (const { heads, ffn, influence } of layers)
      expect([...heads!, ...ffn!, influence].every((one) => one > 0 && one < 2)).toBe(true);
    const shorter = new Map([...letters, ["text.txt", "abcdefghi"]]);
    expect(await checkpointActivations(request, hostOf(shorter))).toEqual(layers);
  });
});

describe("what cannot be measured is refused in one sentence", () => {
  const withFile = (path: string, data: string): FakeFiles => new Map([...letters, [path, data]]);
  const withConfig = (more: object): FakeFiles => {
    const config = JSON.parse(letters.get("letters/config.json") as string) as object;
    return withFile("letters/config.json", JSON.stringify({ ...config, ...more }));
  };

  it.each<[string, Partial<RequestOf<"inspect text">>, TaskHost, string]>([
    ["an empty text", {}, hostOf(withFile("text.txt", "")), "text.txt: is empty. Give a text."],
    [
      "a text shorter than a window",
      { context: 64 },
      hostOf(letters),
      "text.txt: has 21 tokens, fewer than a window of 64. Give a longer text or a smaller context.",
    ],
    [
      "a window longer than the model sees",
      { context: 9 },
      hostOf(withConfig({ max_position_embeddings: 8 })),
      "context is 9, but the model sees at most 8 tokens",
    ],
    [
      "tokens that the model does not have",
      {},
      hostOf(
        withFile(
          "letters/tokenizer.json",
          JSON.stringify({
            ...(JSON.parse(letters.get("letters/tokenizer.json") as string) as object),
            added_tokens: [{ id: 77, content: "abc", special: false }],
          }),
        ),
      ),
      "tokenizer.json: gives token 77, but the model has only 10 tokens. It is the tokenizer of another model.",
    ],
    [
      "no tokenizer",
      {},
      hostOf(new Map([...letters].filter(([path]) => !path.endsWith("tokenizer.json")))),
      "letters: holds no tokenizer.json, but the model has 10 tokens",
    ],
    [
      "a network that does not fit",
      {},
      hostOf(letters, { memory: () => 1024 }),
      "of memory, 4.375 KiB of them for weights in 32 bits, but only 1.000 KiB are free. Free memory, or use a smaller model.",
    ],
    [
      "a head that guesses no tokens",
      {},
      hostOf(withConfig({ architectures: ["LlamaModel"] })),
      "letters: has no projection to the vocabulary",
    ],
    [
      "what is not computed",
      {},
      hostOf(withConfig({ hidden_act: "mish" })),
      'config.json: hidden_act: is "mish", which cannot be computed. Supported: gelu',
    ],
  ])("%s", async (_what, request, host, message) => {
    const refused = await inspected(request, host).then(
      () => "",
      (error: unknown) => (error instanceof ZerolmError ? error.describe() : String(error)),
    );
    expect(refused).toContain(message);
  });
});
