import { spawnSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, WorkError } from "@zerolm/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pathFolder } from "../../src/files/path-folder.js";
import { pathSource } from "../../src/files/path-source.js";
import { requireFreeFolder, writeFolderAtomically } from "../../src/files/write-folder.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-odd-"));
});
afterEach(() => rm(folder, { recursive: true }));

const canPipe = spawnSync("mkfifo", ["--version"]).status === 0;

describe("what is no regular file", () => {
  it.skipIf(!canPipe)("is refused, and nobody waits for a pipe", async () => {
    const pipe = join(folder, "model.safetensors");
    spawnSync("mkfifo", [pipe]);
    await expect(pathSource(pipe)).rejects.toThrow("is not a regular file");
    await expect(pathFolder(pipe)).rejects.toThrow("is a pipe or a device");
    await expect(requireFreeFolder(pipe)).rejects.toThrow("there is a file at this path");
    await expect(pathFolder("/dev/null")).rejects.toThrow(InputError);
  });
});

describe("a link", () => {
  it("to an empty folder is that folder, and one to a file or a full folder is not free", async () => {
    await mkdir(join(folder, "empty"));
    await symlink("empty", join(folder, "link"));
    await writeFolderAtomically(join(folder, "link"), (write) => write("sub/a.txt", "a"));
    expect(await readdir(join(folder, "empty", "sub"))).toEqual(["a.txt"]);
    expect((await readdir(folder)).sort()).toEqual(["empty", "link"]);
    await expect(requireFreeFolder(join(folder, "link"))).rejects.toThrow("holds files already");
    await expect(requireFreeFolder(join(folder, "no", "model"))).rejects.toThrow(WorkError);
  });

  it("is listed as what it leads to", async () => {
    await mkdir(join(folder, "model", "additional_chat_templates"), { recursive: true });
    await writeFile(join(folder, "model", "additional_chat_templates", "tool.jinja"), "x");
    await writeFile(join(folder, "blob"), "{}");
    await symlink(join(folder, "blob"), join(folder, "model", "config.json"));
    await symlink(folder, join(folder, "model", "elsewhere"));
    await symlink(join(folder, "gone"), join(folder, "model", "dangling"));
    expect((await pathFolder(join(folder, "model"))).files).toEqual([
      "additional_chat_templates/tool.jinja",
      "config.json",
    ]);
  });
});

describe("a file that another program writes", () => {
  it.each([
    ["longer", (path: string) => appendFile(path, "more"), "changed while it was read"],
    ["shorter", (path: string) => truncate(path, 2), "became shorter while it was read"],
  ])("and that becomes %s is refused when it is read", async (_, change, message) => {
    const path = join(folder, "a.bin");
    await writeFile(path, "abcdefgh");
    const source = await pathSource(path);
    expect(await source.read(0, 8)).toEqual(new TextEncoder().encode("abcdefgh"));
    await change(path);
    await expect(source.read(0, 8)).rejects.toThrow(message);
    await source.close();
  });
});
