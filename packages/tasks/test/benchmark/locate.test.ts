import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InputError, UsageError, WorkError } from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import { locateBenchmark } from "@zerolm/tasks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const main = join("nas-bench-bert", "BERT_benchmark.json");

const host = nodeHost({ fieldName: (key) => `--${key}` });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-locate-"));
  vi.stubEnv("ZEROLM_DATA", join(folder, "data"));
  vi.stubEnv("ZEROLM_CACHE", join(folder, "cache"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Puts an empty file there. */
async function put(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");
  return file;
}

const locate = (data?: string): Promise<string> => locateBenchmark("nas-bench-bert", { data }, host);

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
      vi.stubEnv("ZEROLM_DATA", ZEROLM_DATA);
      await expect(locate()).rejects.toThrow("  $ZEROLM_DATA (not set)\n");
    }
  });

  it("does not take a folder for the file", async () => {
    await mkdir(join(folder, "data", main), { recursive: true });
    await expect(locate()).rejects.toThrow(`${join(folder, "data", main)} (folder)`);
  });

  it("refuses a name it does not know", async () => {
    await expect(locateBenchmark("nas", {}, host)).rejects.toThrow(UsageError);
  });
});
