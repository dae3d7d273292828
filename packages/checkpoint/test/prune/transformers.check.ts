import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Family, huggingFaceFamilies, type ModelType, rulesFor } from "@zerolm/core";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { type Checkpoint, openCheckpoint } from "../../src/checkpoint.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { type MappedCheckpoint, mapCheckpoint } from "../../src/map-checkpoint.js";
import { channelFigures } from "../../src/prune/hidden/channel-figures.js";
import { narrowed } from "../../src/prune/hidden/narrow.js";
import { prunedFamilies } from "../../src/prune/parts.js";
import { type PruneOptions, prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { forward } from "../../testing/forward/forward.js";
import { readLlama } from "../../testing/forward/llama.js";
import { checkpointOf, type Example } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

/*
 * Every family that transformers is claimed to load with equal layers, cut to five sizes in both ways that leave layers equal. Layers that
 * differ (DeciLM) are not loaded: transformers has no class for them, and its code comes from a repository (`trust_remote_code`).
 */

/** What `load.py` prints. */
interface Loaded {
  readonly model: string;
  readonly parameters: number;
  readonly misfits: object;
  readonly finite: boolean;
  readonly output: readonly number[];
}

/** A Python with torch and transformers: too much for every run of the tests, so that this file is run where it is named. */
const python = process.env.ZEROLM_PYTHON;
const script = join(import.meta.dirname, "load.py");
const shares = [0.9, 0.8, 0.7, 0.65, 0.5];
const equal: PruneOptions = { uniform: "all", loader: "transformers", multipleOf: 1 };
const ways: Readonly<Record<string, PruneOptions & { readonly hidden?: number }>> = {
  rows: equal,
  "heads first": { ...equal, alpha: 0.01, evenness: 0 },
  "whole layers": { ...equal, whole: true, protect: 0 },
  "hidden size": { ...equal, hidden: 4 },
};
/** What a family needs to be loaded at all: Phi-3 pads with token 32,000 unless told otherwise. */
const alsoInConfig = { pad_token_id: 0 };

/** FFNs of 120 rows instead of 12, so that half of a model can be cut whatever its heads do. */
const widened = ({ config, tensors }: Example): Example => ({
  config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, value === 12 ? 120 : value])),
  tensors: tensors
    .split("\n")
    .map((line) =>
      line.includes("attn") ? line : line.replace(/(?<!\d)(12|24)(?!\d)/g, (width) => `${width}0`),
    )
    .join("\n"),
});

const claimed = prunedFamilies().filter((family) => rulesFor("transformers", family, "own").length > 0);
let folder: string;
let checkpoints: Map<string, readonly Written[]>;
let answers: Map<string, Loaded>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-transformers-"));
  checkpoints = new Map();
  for (const family of claimed) checkpoints.set(family, await written(family));
  const paths = [...checkpoints.values()].flat().map(({ path }) => path);
  const found = loaded(paths);
  answers = new Map(paths.map((path, index) => [path, found[index]!]));
}, 900_000);
afterAll(() => rm(folder, { recursive: true }));

function loaded(paths: readonly string[]): Loaded[] {
  const { status, stdout, stderr } = spawnSync(python!, [script, ...paths], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, HF_HUB_OFFLINE: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Loaded);
}

const classOf = (family: string): string =>
  String(
    (examples[family]!.config.architectures as string[] | undefined)?.[0] ??
      huggingFaceFamilies[family as ModelType].defaultClass,
  );

const run = squaresHere(plainKernels);

function canBeNarrowed({ family }: MappedCheckpoint): boolean {
  const { headsStay, hiddenStays }: Family["pruning"] = huggingFaceFamilies[family].pruning;
  return headsStay === undefined && hiddenStays === undefined;
}

/** A checkpoint that was written, and what it is to be loaded as. */
interface Written {
  readonly path: string;
  readonly parameters: number;
  readonly heads: number;
}

/** Numbers are drawn for every tensor of an example; a repeated one with numbers of its own is not tied, for transformers. */
function withoutTied(checkpoint: Checkpoint): Checkpoint {
  const tied = mapCheckpoint(checkpoint).tensors.flatMap(({ tensor, named }) =>
    named.tied === undefined ? [] : [tensor.name],
  );
  return {
    ...checkpoint,
    tensors: new Map([...checkpoint.tensors].filter(([name]) => !tied.includes(name))),
  };
}

/** A family cut to every size in every way. */
async function written(family: string): Promise<Written[]> {
  const { config, tensors } = widened(examples[family]!);
  const named = { ...config, ...alsoInConfig, architectures: [classOf(family)] };
  const checkpoint = withoutTied(await checkpointOf({ config: named, tensors }));
  const mapped = mapCheckpoint(checkpoint);
  const found: Written[] = [];
  for (const [way, { hidden, ...options }] of Object.entries(ways)) {
    if (hidden !== undefined && !canBeNarrowed(mapped)) continue;
    const cut =
      hidden === undefined ? mapped : narrowed(mapped, await channelFigures(mapped, run), hidden).mapped;
    // No layer of an encoder-decoder is left out.
    if (options.whole && mapped.architecture.layers.some(({ cross }) => cross)) continue;
    const planner = await prunePlanner(cut, await squareStatistics(cut, run), options);
    for (const share of shares) {
      const plan = await planner.plan(planner.size - (1 - share) * planner.nonEmbeddingSize);
      const path = join(folder, `${family}, ${way}, ${share}`);
      await writePrunedFolder(path, checkpoint, prunedCheckpoint(cut, plan));
      const groups = plan.parts.flatMap((one) => (one.subModule === "attention" ? [one.units.length] : []));
      found.push({ path, parameters: plan.size, heads: Math.max(...groups) });
    }
  }
  return found;
}

/** Logits of the same tokens by the implementation that the tests have of their own. */
async function ownLogits(path: string): Promise<readonly number[]> {
  const checkpoint = await openCheckpoint(await pathFolder(path));
  const logits = forward(await readLlama(checkpoint), [1, 2, 3, 4]);
  await checkpoint.close();
  return [...logits];
}

describe("transformers", () => {
  it("is claimed to load the families that are checked here", () => {
    expect(claimed.length).toBeGreaterThanOrEqual(22);
    for (const family of claimed) {
      const sizes = new Set(checkpoints.get(family)!.map(({ parameters }) => parameters));
      expect(sizes.size).toBeGreaterThan(4);
      const heads = new Set(checkpoints.get(family)!.map((one) => one.heads));
      const { headsStay }: Family["pruning"] = huggingFaceFamilies[family as ModelType].pruning;
      expect({ family, cutsHeads: heads.size > 1 }).toEqual({ family, cutsHeads: headsStay === undefined });
    }
  });

  it.each(claimed)("loads a pruned %s with equal layers, every tensor in its place", (family) => {
    for (const { path, parameters } of checkpoints.get(family)!) {
      const { output: _, ...found } = answers.get(path)!;
      expect({ path, ...found }).toEqual({
        path,
        model: classOf(family),
        parameters,
        misfits: {},
        finite: true,
      });
    }
  });

  it("computes the logits that the implementation of the tests does", async () => {
    for (const { path } of checkpoints.get("llama")!) {
      const own = await ownLogits(path);
      const { output } = answers.get(path)!;
      expect(own).toHaveLength(output.length);
      for (const [place, value] of output.entries()) expect(own[place]).toBeCloseTo(value, 5);
    }
  });
});
