import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { mapCheckpoint, openCheckpoint } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(async () => {
  for (const family of ["llama", "qwen3", "bert"]) await writeTrained(work.path(family), family);
  work.write("full/file", "x");
});

interface Planned {
  readonly size: number;
  readonly sizeBefore: number;
  readonly loadedBy: string;
  readonly kept: readonly { readonly subModule: string; readonly kept: number; readonly units: string }[];
  readonly pareto?: readonly { readonly size: number; readonly value: number }[];
}

const llama = (): string => work.path("llama");
const finely = ["--multiple-of", "2"];

describe("prune", () => {
  it("writes a checkpoint of the size that it says, and what it did", async () => {
    const out = work.path("smaller");
    const words = ["prune", llama(), "--keep", "0.8", "-o", out, ...finely];
    const planned = await runJson<Planned>(words);
    const { tensors, close, ...rest } = await openCheckpoint(await pathFolder(out));
    mapCheckpoint({ tensors, ...rest });
    let numbers = 0;
    for (const { shape } of tensors.values()) numbers += shape.reduce((one, other) => one * other, 1);
    await close();
    expect(numbers).toBe(planned.size);
    expect(planned.size).toBeLessThan(planned.sizeBefore);
    expect(rest.folder.files).toEqual(["config.json", "model.safetensors", "pruning.json", "tokenizer.json"]);
    const { loadedBy, kept } = JSON.parse(work.read("smaller/pruning.json")) as Planned;
    expect({ loadedBy, kept }).toEqual({ loadedBy: planned.loadedBy, kept: planned.kept });
  });

  it("writes the same bytes again", async () => {
    for (const out of ["one", "other"])
      await runInProcess(["prune", llama(), "--keep", "0.7", "-o", work.path(out), "--quiet", ...finely]);
    for (const file of ["config.json", "pruning.json", "model.safetensors"])
      expect(work.read(`one/${file}`)).toBe(work.read(`other/${file}`));
  });

  it("tells people the same, in a terminal", async () => {
    const shown = await runInProcess(["prune", llama(), "--keep", "0.8", "--dry-run", "--pareto", ...finely]);
    expectPrinted(shown);
    for (const line of [
      /^budget: 80 % of the non-embedding parameters$/m,
      /^\d[\d,]* of \d[\d,]* parameters are kept, \d\d\.\d %$/m,
      /^Every attention and FFN keeps at least 10 % \(--at-least\)\.$/m,
      /^Loaded by transformers 5 with trust_remote_code: all layers have one number of\nquery heads; /m,
    ])
      expect(shown.stdout).toMatch(line);
    expect(work.list(/^smaller-/)).toEqual([]);
  });

  it("keeps within every kind of budget", async () => {
    for (const [option, limit] of [
      ["--max-params", 900],
      ["--max-flops", 12_000_000],
      ["--max-bytes", 3800],
    ] as const) {
      const words = ["prune", llama(), option, String(limit), "--dry-run", "--json", ...finely];
      const { stdout, stderr } = await runInProcess(words);
      expect(stderr).toBe("");
      const { size, sizeBefore } = JSON.parse(stdout) as Planned;
      expect(sizeBefore).toBeGreaterThan(limit);
      expect(size).toBeLessThanOrEqual(limit);
    }
    const three = ["--max-params", "1000", "--max-flops", "12M", "--max-bytes", "3800"];
    const together = await runInProcess(["prune", llama(), ...three, "--dry-run", ...finely]);
    expectPrinted(together);
    expect(together.stdout.match(/are kept/g)).toHaveLength(3);
    const { stdout: json } = await runInProcess([
      "prune",
      llama(),
      ...three,
      "--dry-run",
      "--json",
      ...finely,
    ]);
    const { size, also } = JSON.parse(json) as Planned & { also: { measure: string; size: number }[] };
    expect(size).toBeLessThanOrEqual(1000);
    expect(also.map(({ measure }) => measure)).toEqual(["flops", "bytes"]);
    expect(also[0]!.size).toBeLessThanOrEqual(12e6);
    expect(also[1]!.size).toBe(4 * size);
    expect(also[1]!.size).toBeLessThanOrEqual(3800);
    const both = ["--keep", "0.9", "--max-non-embedding-params", "700"];
    const { stdout } = await runInProcess(["prune", llama(), ...both, "--dry-run", "--json", ...finely]);
    expect((JSON.parse(stdout) as Planned).size).toBeLessThanOrEqual(700 + 2 * 80);
  });

  it("makes layers alike on demand, and shows the worth at other sizes, which grows with size", async () => {
    const words = ["prune", work.path("qwen3"), "--keep", "0.8", "--uniform", "--dry-run", "--pareto"];
    const { stdout } = await runInProcess([...words, "--json", ...finely]);
    const { kept, loadedBy, pareto } = JSON.parse(stdout) as Required<Planned>;
    for (const subModule of ["attention", "ffn"])
      expect(new Set(kept.filter((one) => one.subModule === subModule).map((one) => one.kept)).size).toBe(1);
    expect(loadedBy).toMatch(/^transformers 5\.18 \(all layers are equal\), zerolm/);
    expect(pareto.length).toBeGreaterThan(2);
    for (const [index, { size, value }] of pareto.slice(1).entries()) {
      expect(size).toBeLessThanOrEqual(pareto[index]!.size);
      expect(value).toBeLessThanOrEqual(pareto[index]!.value);
    }
  });

  it("refuses what it cannot do, with cause and advice", async () => {
    const refused = async (exit: 1 | 2, words: readonly string[], ...says: string[]): Promise<void> =>
      expectRefused(await runInProcess(["prune", ...words]), exit, ...says);
    await refused(2, [llama(), "--dry-run"], "no budget is given", "--keep");
    await refused(2, [llama(), "--keep", "0.8"], "-o", "--dry-run");
    await refused(2, [llama(), "--keep", "1.5"], "Give a share above 0");
    await refused(1, [llama(), "--keep", "0.8", "--max-flops", "1M", "--dry-run"], "at least", "Raise");
    await refused(2, [llama(), "--keep", "0.8", "--sequence", "8", "--dry-run"], "without --max-flops");
    await refused(2, [llama(), "--keep", "0.8", "--proxy", "zerlm", "--dry-run"], "Did you mean zerolm?");
    await refused(2, [llama(), "--keep", "0.8", "--proxy", "nsc", "--alpha", "1", "--dry-run"], "--alpha");
    await refused(1, [llama(), "--max-params", "10", "--dry-run"], "have to be kept", "Raise");
    await refused(1, [llama(), "--keep", "0.8", "-o", work.path("full"), ...finely], "holds files already");
    const bert = [work.path("bert"), "--keep", "0.8", "--dry-run", "--for", "llama.cpp"];
    await refused(2, bert, "llama.cpp is not known to load a pruned bert", "transformers or zerolm (--for)");
    await refused(2, [work.path("none"), "--keep", "0.8", "--dry-run"], "there is no such file");
  });

  it("runs as built, errors included", async () => {
    const out = work.path("built");
    const { code, stderr } = await run(["prune", llama(), "--keep", "0.8", "-o", out, ...finely]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Wrote ${out}\n` });
    const low = await run(["prune", llama(), "--max-params", "10", "--dry-run"]);
    expectRefused(low, 1, "have to be kept");
  });

  const mountable = process.getuid?.() === 0 && spawnSync("mount", ["--version"]).status === 0;
  it.skipIf(!mountable)(
    "leaves nothing on a full disk, and says so (needs the right to mount a tmpfs)",
    async ({ skip }) => {
      const disk = work.path("disk");
      mkdirSync(disk);
      if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=12k", "tmpfs", disk]).status !== 0)
        skip("no tmpfs may be mounted here");
      try {
        const out = join(disk, "smaller");
        const full = await run(["prune", llama(), "--keep", "0.9", "-o", out, ...finely]);
        expectRefused(full, 1, "no space is left on the disk", "choose a path on another disk", out);
        expect(readdirSync(disk)).toEqual([]);
      } finally {
        spawnSync("umount", [disk]);
      }
    },
  );
});
