import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { mapCheckpoint, openCheckpoint, safetensorsChunks, type TensorData } from "@zerolm/checkpoint";
import { writeFileAtomically } from "@zerolm/checkpoint/files";
import { pathFolder } from "@zerolm/checkpoint/node";
import { beforeAll, describe, expect, it } from "vitest";
import { main, run } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const [hidden, ffnWidth, depth, vocabulary] = [512, 2048, 8, 64];
const prune = (out: string): string[] => ["prune", work.path("large"), "--keep", "0.8", "-o", out];

/** A llama of 67 MB: written in a time in which a process can be killed. */
beforeAll(async () => {
  const layer = (index: number): [string, number[]][] => [
    ...["q", "k", "v", "o"].map((name): [string, number[]] => [
      `layers.${index}.self_attn.${name}_proj`,
      [hidden, hidden],
    ]),
    [`layers.${index}.mlp.gate_proj`, [ffnWidth, hidden]],
    [`layers.${index}.mlp.up_proj`, [ffnWidth, hidden]],
    [`layers.${index}.mlp.down_proj`, [hidden, ffnWidth]],
    [`layers.${index}.input_layernorm`, [hidden]],
    [`layers.${index}.post_attention_layernorm`, [hidden]],
  ];
  const shapes: [string, number[]][] = [
    ["embed_tokens", [vocabulary, hidden]],
    ...Array.from({ length: depth }, (_, index) => layer(index)).flat(),
    ["norm", [hidden]],
  ];
  work.write("large/config.json", {
    model_type: "llama",
    hidden_size: hidden,
    intermediate_size: ffnWidth,
    num_hidden_layers: depth,
    num_attention_heads: 8,
    vocab_size: vocabulary,
    tie_word_embeddings: true,
  });
  const tensors = shapes.map(([name, shape]): TensorData => {
    const numbers = shape.reduce((product, size) => product * size, 1);
    return { name: `model.${name}.weight`, dtype: "BF16", shape, chunks: () => [weights(numbers)] };
  });
  await writeFileAtomically(work.path("large/model.safetensors"), safetensorsChunks(tensors));
});

/** BF16 numbers between 2⁻⁷ and 2⁻⁵. */
function weights(count: number): Uint8Array {
  const numbers = Uint16Array.from({ length: count }, (_, index) => {
    return 0x3c00 + ((Math.imul(index + count, 2654435761) >>> 16) & 0xff);
  });
  return new Uint8Array(numbers.buffer);
}

/** Sizes of all files below a folder, added up; those that go while we look count as 0. */
function bytesUnder(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesUnder(path) : statSync(path).size);
    }, 0);
  } catch {
    return 0;
  }
}

/** Kills the process when so many bytes lie in its hidden folder, if it gets that far before it ends. */
async function killedAt(child: ChildProcess, folder: string, before: string[], bytes: number): Promise<void> {
  const ended = once(child, "exit");
  while (child.exitCode === null) {
    const [own] = readdirSync(folder).filter((name) => name.startsWith(".") && !before.includes(name));
    if (own !== undefined && bytesUnder(join(folder, own)) >= bytes) break;
    await setImmediate();
  }
  child.kill("SIGKILL");
  await ended;
}

function digests(folder: string): Record<string, string> {
  const of = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, of(name)]));
}

describe("prune, killed", () => {
  it.each([
    ["before a new folder", false],
    ["before an empty folder", true],
  ])("leaves nothing or everything under the final name, %s; the next run clears up", async (_, empty) => {
    const folder = work.path(`killed-${empty}`);
    const [out, whole] = [join(folder, "smaller"), work.path(`whole-${empty}`)];
    mkdirSync(folder);
    if (empty) mkdirSync(out);
    expect(await run(prune(whole))).toMatchObject({ code: 0 });
    const total = bytesUnder(whole);
    expect(total).toBeGreaterThan(40e6);
    for (const share of [0, 0.01, 0.3, 0.75]) {
      const before = readdirSync(folder);
      const child = spawn(process.execPath, [main, ...prune(out)], { stdio: "ignore" });
      await killedAt(child, folder, before, share * total);
      expect(child.signalCode).toBe("SIGKILL");
      expect(existsSync(out)).toBe(empty);
      if (empty) expect(readdirSync(out)).toEqual([]);
      // What the process before left is gone, and that of this one is hidden.
      const left = readdirSync(folder).filter((name) => name !== "smaller");
      expect(left).toEqual([expect.stringMatching(/^\.zerolm-.*\.tmp$/)]);
      expect(before).not.toContain(left[0]);
    }
    expect(await run(prune(out))).toMatchObject({ code: 0, stderr: `Wrote ${out}\n` });
    expect(readdirSync(folder)).toEqual(["smaller"]);
    expect(digests(out)).toEqual(digests(whole));
    const checkpoint = await openCheckpoint(await pathFolder(out));
    mapCheckpoint(checkpoint);
    await checkpoint.close();
  });

  it("takes nothing from a process that is still writing there", async () => {
    const folder = work.path("two");
    mkdirSync(folder);
    const ends = await Promise.all(["one", "other"].map((name) => run(prune(join(folder, name)))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(folder).sort()).toEqual(["one", "other"]);
    expect(digests(join(folder, "one"))).toEqual(digests(join(folder, "other")));
  });
});
