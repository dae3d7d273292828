import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InputError, UsageError, WorkError } from "@zerolm/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder, locateBenchmark } from "../../src/data/locate.js";

const main = join("nas-bench-bert", "BERT_benchmark.json");

let folder: string;
let environment: { readonly ZEROLM_DATA: string; readonly ZEROLM_CACHE: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-locate-"));
  environment = { ZEROLM_DATA: join(folder, "data"), ZEROLM_CACHE: join(folder, "cache") };
});

afterEach(() => rm(folder, { recursive: true }));

/** Puts an empty file there. */
async function put(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");
  return file;
}

const locate = (data?: string): Promise<string> => locateBenchmark("nas-bench-bert", { data, environment });

describe("locateBenchmark", () => {
  it("takes --data first, then ZEROLM_DATA, then the cache", async () => {
    const cached = await put("cache", main);
    expect(await locate()).toBe(cached);
    const own = await put("data", main);
    expect(await locate()).toBe(own);
    const given = await put("given.json");
    expect(await locate(given)).toBe(given);
  });

  it("finds the main file in a folder given with --data, or in the benchmark's folder there", async () => {
    const nested = await put("given", main);
    expect(await locate(join(folder, "given"))).toBe(nested);
    const direct = await put("given", "BERT_benchmark.json");
    expect(await locate(join(folder, "given"))).toBe(direct);
  });

  it("leaves - to the reader, as standard input", async () => {
    expect(await locate("-")).toBe("-");
  });

  it("never falls back when --data is wrong", async () => {
    await put("cache", main);
    const missing = locate(join(folder, "missing.json"));
    await expect(missing).rejects.toThrow(InputError);
    await expect(missing).rejects.toHaveProperty("place.file", join(folder, "missing.json"));
    await expect(locate(join(folder, "cache", main, "below"))).rejects.toThrow(
      "there is no such file or folder",
    );
    await mkdir(join(folder, "empty"));
    const empty = locate(join(folder, "empty"));
    await expect(empty).rejects.toThrow(InputError);
    await expect(empty).rejects.toThrow(
      "holds neither BERT_benchmark.json nor nas-bench-bert/BERT_benchmark.json",
    );
    await expect(locate("")).rejects.toThrow(UsageError);
  });

  it("says where it looked and the three ways to get the file", async () => {
    const error = await locate().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WorkError);
    const { message } = error as WorkError;
    expect(message).toContain(
      `  ${join(folder, "data", main)} (not there)\n  ${join(folder, "cache", main)} (not there)`,
    );
    expect(message).toContain("zerolm benchmarks download nas-bench-bert");
    expect(message).toMatch(/fetch https:\S+BERT_benchmark.json by other means and pass it with --data FILE/);
    expect(message).toContain("set ZEROLM_DATA to a folder that holds nas-bench-bert/BERT_benchmark.json");
  });

  it("says when ZEROLM_DATA is not set, and takes an empty one as not set", async () => {
    for (const ZEROLM_DATA of [undefined, ""]) {
      const located = locateBenchmark("nas-bench-bert", { environment: { ...environment, ZEROLM_DATA } });
      await expect(located).rejects.toThrow("  $ZEROLM_DATA (not set)\n");
    }
  });

  it("does not take a folder for the file", async () => {
    await mkdir(join(folder, "data", main), { recursive: true });
    await expect(locate()).rejects.toThrow(`${join(folder, "data", main)} (folder)`);
  });

  it("refuses a name it does not know", async () => {
    await expect(locateBenchmark("nas")).rejects.toThrow(UsageError);
  });
});

describe("cacheFolder", () => {
  it.each([
    [{ ZEROLM_CACHE: "/own", XDG_CACHE_HOME: "/xdg" }, "linux", "/own"],
    [{ ZEROLM_CACHE: "", XDG_CACHE_HOME: "/xdg" }, "linux", "/xdg/zerolm"],
    [{ XDG_CACHE_HOME: "relative" }, "linux", "/home/me/.cache/zerolm"],
    [{}, "linux", "/home/me/.cache/zerolm"],
    [{ XDG_CACHE_HOME: "/xdg" }, "darwin", "/xdg/zerolm"],
    [{}, "darwin", "/home/me/Library/Caches/zerolm"],
    [{ LOCALAPPDATA: "/local" }, "win32", "/local/zerolm"],
    [{}, "win32", "/home/me/AppData/Local/zerolm"],
  ] as const)("with %j on %s is %s", (variables, platform, path) => {
    expect(cacheFolder(variables, platform, "/home/me")).toBe(join(path));
  });
});
