import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathFolder } from "@zerolm/node";
import { afterAll, describe, expect, it } from "vitest";
import { type Checkpoint, openCheckpoint } from "../../src/checkpoint.js";
import { mergeLora } from "../../src/lora/lora.js";
import { tensorValues } from "../../src/safetensors/tensor.js";

/*
 * Adapters that the installed PEFT wrote, merged here and there. `ZEROLM_PYTHON=python npx vitest run peft.check` with a Python that has
 * torch, transformers and PEFT.
 */

const folder = mkdtempSync(join(tmpdir(), "zerolm-peft-"));
const { status, stderr } = spawnSync(
  process.env.ZEROLM_PYTHON ?? "python",
  [join(import.meta.dirname, "adapters.py"), folder],
  { encoding: "utf8", env: { ...process.env, HF_HUB_OFFLINE: "1" } },
);
afterAll(() => rmSync(folder, { recursive: true }));

const opened = async (name: string, what: string): Promise<Checkpoint> =>
  openCheckpoint(await pathFolder(join(folder, name, what)));

/** The values of all tensors, by name. */
async function valuesOf({ tensors }: Checkpoint): Promise<Map<string, ArrayLike<number>>> {
  const values = new Map<string, ArrayLike<number>>();
  for (const [name, tensor] of tensors) values.set(name, await tensorValues(tensor));
  return values;
}

const farthest = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  Math.max(...Array.from(one, (value, index) => Math.abs(value - other[index]!)));

describe("an adapter of PEFT", () => {
  it("is written in every case", () => {
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(folder)).toHaveLength(10);
  });

  it.each(readdirSync(folder))("is merged as merge_and_unload does: %s", async (name) => {
    const base = await opened(name, "base");
    const merged = await mergeLora(base, await pathFolder(join(folder, name, "adapter")));
    const theirs = await opened(name, "merged");
    const [before, ours, expected] = [await valuesOf(base), await valuesOf(merged), await valuesOf(theirs)];
    expect([...ours.keys()].sort()).toEqual([...expected.keys()].sort());
    const changed = [...expected].filter(([tensor, values]) => farthest(values, before.get(tensor)!) > 1e-3);
    expect(changed.length).toBeGreaterThan(1);
    for (const [tensor, values] of expected) {
      expect(ours.get(tensor)).toHaveLength(values.length);
      expect({ tensor, equal: farthest(ours.get(tensor)!, values) < 1e-6 }).toEqual({ tensor, equal: true });
    }
    await Promise.all([merged.close(), theirs.close()]);
  });
});
