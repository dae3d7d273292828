import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blobFolder, openCheckpoint, tensorValues } from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileOf, tensorOf } from "../../../checkpoint/test/safetensors/files.js";
import { pathFolder } from "../../src/files/path-folder.js";
import { pathSource } from "../../src/files/path-source.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-open-"));
});
afterEach(() => rm(folder, { recursive: true }));

const weights = await fileOf([tensorOf("a", "F32", [2], [1, 2])]);
const open = async (path: string) => openCheckpoint(await pathFolder(path));

describe("openCheckpoint", () => {
  it("opens a folder, a file in it, a link to a file, shards, and files in a browser", async () => {
    await writeFile(join(folder, "config.json"), '{"model_type":"llama"}');
    await writeFile(join(folder, "blob"), weights);
    await symlink("blob", join(folder, "model.safetensors"));
    for (const path of [folder, join(folder, "model.safetensors")]) {
      const { config, tensors, close } = await open(path);
      expect(config.model_type).toBe("llama");
      expect([...(await tensorValues(tensors.get("a")!))]).toEqual([1, 2]);
      await close();
    }
    const index = new Blob(['{"weight_map":{"a":"x.safetensors"}}']);
    const files = new Map([
      ["config.json", new Blob(["{}"])],
      ["x.safetensors", new Blob([weights])],
      ["model.safetensors.index.json", index],
    ]);
    expect([...(await openCheckpoint(blobFolder(files))).tensors.keys()]).toEqual(["a"]);
  });

  it("says what is missing", async () => {
    await expect(open(join(folder, "no"))).rejects.toThrow("there is no such file");
    await expect(open(folder)).rejects.toThrow("holds no config.json");
    await writeFile(join(folder, "config.json"), "[]");
    await expect(open(folder)).rejects.toThrow("must be a map of keys");
    await writeFile(join(folder, "config.json"), "{}");
    await expect(open(folder)).rejects.toThrow("no .safetensors file");
    await writeFile(join(folder, "x.safetensors"), weights);
    await writeFile(join(folder, "y.safetensors"), weights);
    await expect(open(folder)).rejects.toThrow("2 .safetensors files and no index");
    await mkdir(join(folder, "model.safetensors"));
    await expect(pathSource(join(folder, "model.safetensors"))).rejects.toThrow(InputError);
  });

  it("notices that a file shrank, and reads nothing outside it", async () => {
    const path = join(folder, "x");
    await writeFile(path, new Uint8Array(100));
    const source = await pathSource(path);
    await expect(source.read(50, 101)).rejects.toThrow("Is it cut short?");
    await truncate(path, 60);
    await expect(source.read(50, 100)).rejects.toThrow("became shorter");
    await source.close();
  });
});
