import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WorkError } from "@zerolm/core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assemblyScript } from "../../../checkpoint/vite-assemblyscript.js";
import { yaml } from "../../../core/vite-yaml.js";
import { writeFolderAtomically } from "../../src/files/write-folder.js";

let bundle: string;
let folder: string;

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), "zerolm-child-"));
  await build({
    configFile: false,
    logLevel: "error",
    plugins: [assemblyScript(), yaml()],
    resolve: {
      alias: {
        "@zerolm/core": join(import.meta.dirname, "../../../core/src/index.ts"),
        "@zerolm/checkpoint/kernels": join(import.meta.dirname, "../../../checkpoint/src/kernels.ts"),
        "@zerolm/checkpoint": join(import.meta.dirname, "../../../checkpoint/src/index.ts"),
      },
    },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, "child.ts"),
      outDir: bundle,
      rolldownOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
});
afterAll(() => rm(bundle, { recursive: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

const child = (): string => join(bundle, "child.mjs");

describe("writeFolderAtomically", () => {
  it("writes all files, also over an empty folder", async () => {
    const target = join(folder, "model");
    await mkdir(target);
    await writeFolderAtomically(target, async (write) => {
      await write("a.txt", "α");
      await write("b.bin", [Uint8Array.of(1), Uint8Array.of(2)]);
    });
    expect((await readdir(target)).sort()).toEqual(["a.txt", "b.bin"]);
    expect(await readFile(join(target, "b.bin"))).toEqual(Buffer.from([1, 2]));
    expect(await readdir(folder)).toEqual(["model"]);
  });

  it("leaves nothing where the work fails", async () => {
    const failing = writeFolderAtomically(join(folder, "model"), async (write) => {
      await write("a.txt", "x");
      throw new TypeError("a defect");
    });
    await expect(failing).rejects.toThrow(new TypeError("a defect"));
    expect(await readdir(folder)).toEqual([]);
  });

  it("touches no folder with files in it, and no file", async () => {
    await writeFile(join(folder, "file"), "old");
    const fill = () => expect.fail("must not be asked");
    await expect(writeFolderAtomically(folder, fill)).rejects.toThrow("holds files already");
    await expect(writeFolderAtomically(join(folder, "file"), fill)).rejects.toThrow(
      "there is a file at this path",
    );
    expect(await readFile(join(folder, "file"), "utf8")).toBe("old");
    const missing = writeFolderAtomically(join(folder, "no", "model"), async () => undefined);
    await expect(missing).rejects.toThrow(WorkError);
  });

  it("killed in the middle, leaves nothing under the final name", async () => {
    const target = join(folder, "model");
    const writer = spawn(process.execPath, [child(), target, String(64 * 2 ** 20)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: writer.stdout });
    for await (const line of lines) if (Number(line) > 8 * 2 ** 20) break;
    writer.kill("SIGKILL");
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
    const left = await readdir(folder);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/^\.zerolm-.*\.tmp$/);
    const again = spawnSync(process.execPath, [child(), target, "100"], { encoding: "utf8" });
    expect(again.stdout.trim().split("\n").at(-1)).toContain("too many");
  });

  const mountable = process.getuid?.() === 0 && spawnSync("mount", ["--version"]).status === 0;
  it.skipIf(!mountable)(
    "on a full disk, says so and leaves nothing (needs the right to mount a tmpfs)",
    async ({ skip }) => {
      const disk = join(folder, "disk");
      await mkdir(disk);
      if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]).status !== 0)
        skip("no tmpfs may be mounted here");
      try {
        const writer = spawnSync(process.execPath, [child(), join(disk, "model"), String(16 * 2 ** 20)], {
          encoding: "utf8",
        });
        expect(writer.status).toBe(1);
        const message = writer.stdout.trim().split("\n").at(-1);
        expect(message).toBe(
          `${join(disk, "model", "model.safetensors")}: not written (ENOSPC): no space is left on the disk. Free some space or choose a path on another disk.`,
        );
        expect(await readdir(disk)).toEqual([]);
      } finally {
        spawnSync("umount", [disk]);
      }
    },
  );
});
