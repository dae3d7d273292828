import { mapCheckpoint, openCheckpoint } from "@zerolm/checkpoint";
import { dataDrivenProxies, InterruptedError, ZerolmError } from "@zerolm/core";
import {
  nextTokenWindows,
  plainExecutor,
  type TrainedNetwork,
  trainedNetwork,
  trainedProbe,
  windowLosses,
} from "@zerolm/engine";
import { type RequestOf, run, type TaskHost } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { lettersFiles, trainedFiles } from "./checkpoint-files.js";
import { type FakeFiles, fakeHost } from "./fake-host.js";

const letters = await lettersFiles();
const files = new Map([
  ...letters,
  ...[...(await trainedFiles("gpt2"))].filter(([path]) => !path.endsWith("tokenizer.json")),
  ...(await trainedFiles("bert")),
  ["bert/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\nd\ne\n"],
  ["words.txt", "a b c d e ".repeat(6)],
  ["tiny.json", JSON.stringify({ hidden: 8, embedding: { vocabulary: 10 }, layers: [] })],
]);
files.delete("bert/tokenizer.json");

const byPlain = { executor: async () => plainExecutor };
const hostOf = (more: Partial<TaskHost> = {}, own: FakeFiles = files): TaskHost =>
  fakeHost(own, { ...byPlain, ...more });
const small = { probeSequences: 2, probeTokens: 4 };
const ranked = (request: Partial<RequestOf<"rank">>, host: TaskHost = hostOf()) =>
  run("rank", { files: ["letters"], proxy: "snip", text: "text.txt", options: small, ...request }, host);

/** The network of letters, one matrix multiplied by a factor. */
async function networkWith(name: string, factor: number): Promise<TrainedNetwork> {
  const checkpoint = await openCheckpoint(await hostOf().files!.folder("letters"));
  const network = await trainedNetwork(checkpoint, {}, mapCheckpoint(checkpoint));
  const { matrices, vectors } = network.weights;
  const scaled = matrices.get(name)!.map((weight) => weight * factor);
  return { ...network, weights: { matrices: new Map([...matrices, [name, scaled]]), vectors } };
}

const text = {
  ids: Int32Array.from([..."abcdefghijj"].map((one) => one.charCodeAt(0) - 97)),
  before: [],
  behind: [],
};

describe("data-driven proxies of a checkpoint over a text", () => {
  it("take the gradient of its loss: Σ W ⊙ G is what the loss changes by if a matrix grows", async () => {
    const windows = nextTokenWindows(text, 5);
    const lossOf = async (network: TrainedNetwork): Promise<number> => {
      const losses = await windowLosses(plainExecutor, network, windows, { windows: 2 });
      return losses.reduce((sum, loss) => sum + loss, 0) / 2;
    };
    const whole = await networkWith("layers.0.ffn.up", 1);
    const statistics = { plain: { of: "weight", times: "gradient", reduce: "sum" } } as const;
    const probe = trainedProbe(plainExecutor, whole, windows.batch(0, 2));
    const { plain = [] } = await probe.run(whole.architecture, { loss: "tokens", statistics });
    for (const name of ["layers.0.ffn.up", "layers.1.attention.value"]) {
      const step = 1e-3;
      const [more, less] = [await networkWith(name, 1 + step), await networkWith(name, 1 - step)];
      const slope = ((await lossOf(more)) - (await lossOf(less))) / (2 * step);
      expect(plain.find((one) => one.name === name)?.values[0]).toBeCloseTo(slope, 6);
    }
  });

  it.each(Object.keys(dataDrivenProxies))(
    "%s: has a score, of a decoder and of an encoder",
    async (proxy) => {
      const own = Object.keys(dataDrivenProxies[proxy as keyof typeof dataDrivenProxies].options.shape);
      const options = Object.fromEntries(Object.entries(small).filter(([key]) => own.includes(key)));
      const outcome = await ranked({ proxy, options });
      expect(outcome).toMatchObject({ weights: "real", text: "text.txt" });
      expect(outcome.ranking[0]?.score).toEqual(expect.any(Number));
      const encoder = await ranked({ proxy, options, files: ["bert"], text: "words.txt" });
      expect(encoder.ranking[0]?.score).toEqual(expect.any(Number));
    },
  );

  it("depend on the text and on the loss, which is that of its tokens unless another is asked for", async () => {
    const scoreOf = async (request: Partial<RequestOf<"rank">>): Promise<unknown> =>
      (await ranked(request)).ranking[0]?.score;
    const own = await scoreOf({});
    expect(await ranked({})).toMatchObject({ loss: "tokens", probeSequences: 2 });
    expect(await scoreOf({ options: { ...small, loss: "tokens" } })).toBe(own);
    expect(await scoreOf({ options: { ...small, loss: "cotangent" } })).not.toBe(own);
    const other = new Map([...files, ["text.txt", "aaaaaaaaaaaaaaaaaaaaaa"]]);
    expect((await ranked({}, hostOf({}, other))).ranking[0]?.score).not.toBe(own);
  });

  it("of several checkpoints are those of each, and a list is ranked as a whole", async () => {
    const twice = new Map(
      [...files].map(([path, data]) => [path.replace("letters/", "more/"), data] as const),
    );
    const host = hostOf({}, new Map([...files, ...twice]));
    const { ranking } = await ranked({ files: ["letters", "more"], proxy: "azNas", options: small }, host);
    expect(ranking.map(({ score }) => score)).toEqual([ranking[0]?.score, ranking[0]?.score]);
    expect(ranking[0]?.score).toBeCloseTo(3 * Math.log(0.75), 12);
  });

  it("are not computed if they are stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(ranked({}, hostOf({ signal: stop.signal }))).rejects.toThrow(InterruptedError);
  });
});

describe("what cannot be run over a text is refused in one sentence", () => {
  it.each<[string, Partial<RequestOf<"rank">>, Partial<TaskHost>, string]>([
    [
      "a proxy of shapes",
      { proxy: "nsc", options: {} },
      {},
      "text belongs to proxies that run networks, and nsc runs none. Add proxy snip",
    ],
    [
      "what is no checkpoint",
      { files: ["letters", "tiny.json"] },
      {},
      "text: tiny.json holds no weights. Give only checkpoints.",
    ],
    ["known models beside it", { withKnown: true }, {}, "withKnown cannot be combined with text"],
    ["an empty text", { text: "empty.txt" }, {}, "empty.txt: is empty. Give a text."],
    [
      "a short text",
      { options: { probeSequences: 9, probeTokens: 4 } },
      {},
      "text.txt: has 21 tokens, fewer than 9 windows of 4. Give a longer text or a smaller probeTokens.",
    ],
    ["a checkpoint without a tokenizer", { files: ["gpt2"] }, {}, "gpt2: holds no tokenizer.json"],
    [
      "a network that does not fit",
      {},
      { memory: () => 1024 },
      "of memory, 4.375 KiB of them for weights in 32 bits, but only 1.000 KiB are free.",
    ],
  ])("%s", async (_what, request, more, message) => {
    const host = hostOf(more, new Map([...files, ["empty.txt", ""]]));
    const refused = await ranked(request, host).then(
      () => "",
      (error: unknown) => (error instanceof ZerolmError ? error.describe() : String(error)),
    );
    expect(refused).toContain(message);
  });
});
