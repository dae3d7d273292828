import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { main, run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

describe.concurrent("spaces", () => {
  it("lists every space with its exact size", async () => {
    const listed = await run(["spaces"]);
    expectPrinted(listed);
    expect(listed.stdout).toMatch(/^flexibert +10,621,440 {2}FlexiBERT/m);
    expect(await runJson(["spaces"])).toEqual({
      schemaVersion: 1,
      spaces: expect.arrayContaining([expect.objectContaining({ name: "flexibert", size: "10621440" })]),
    });
  });

  it("shows a space file that search accepts, from a file and from standard input", async () => {
    const { code, stdout, stderr } = await run(["spaces", "show", "bert-small-wide"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const file = work.write("own.yaml", stdout);
    const search = (space: string, input = "") =>
      runJson<object>(["search", space, "--top", "3"], { cwd: work.folder, input });
    const found = { ...(await search(file)), seconds: 0 };
    expect(found).toMatchObject({ space: "bert-small-wide", evaluated: 297 });
    expect({ ...(await search("-", stdout)), seconds: 0 }).toEqual(found);
  });
});

describe("spaces show", () => {
  it("puts the same text into JSON, wherever --json stands", async () => {
    const { stdout } = await runInProcess(["spaces", "show", "flexibert"]);
    const late = await runInProcess(["spaces", "show", "flexibert", "--json"]);
    const { yaml } = JSON.parse(late.stdout) as { readonly yaml: string };
    expect(`${yaml.trimEnd()}\n`).toBe(stdout);
    expect(await runInProcess(["spaces", "--json", "show", "flexibert"])).toEqual(late);
  });
});

describe.concurrent("models", () => {
  it("lists the known models, whose names stand where files do", async () => {
    const listed = await run(["models"]);
    expectPrinted(listed);
    expect(listed.stdout).toMatch(/smollm2-360m +decoder +361\.8M/);
    const document = await runJson<{ models: { name: string; parameters: number }[] }>(["models"]);
    expect(document.models.length).toBeGreaterThanOrEqual(43);
    const inspected = await runJson<{ parameters: { total: number } }>(["inspect", "smollm2-360m"]);
    expect(inspected.parameters.total).toBe(361_821_120);
  });
});

describe.concurrent("proxies", () => {
  it("lists every proxy with its source", async () => {
    const listed = await run(["proxies"]);
    expectPrinted(listed);
    const document = await runJson<{ proxies: { name: string }[] }>(["proxies"]);
    const names = document.proxies.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["zerolm", "nsc", "parameters", "nonEmbeddingParameters", "flops"]),
    );
    for (const name of names) expect(listed.stdout).toMatch(new RegExp(`^${name}\n {2}\\S`, "m"));
  });
});

describe.concurrent("benchmarks", () => {
  it("says what is not on this machine and how to get it", async () => {
    const listed = await run(["benchmarks"]);
    expectPrinted(listed);
    expect(listed.stdout).toContain("not on this machine. Get it: zerolm benchmarks download nas-bench-bert");
    const { benchmarks } = await runJson<{ benchmarks: { file?: string }[] }>(["benchmarks"]);
    expect(benchmarks[0]).not.toHaveProperty("file");
  });

  it("says where it is, with every reading and the licence", async () => {
    work.write("data/nas-bench-bert/BERT_benchmark.json", "[]");
    const env = { ZEROLM_DATA: work.path("data") };
    const file = work.path("data", "nas-bench-bert", "BERT_benchmark.json");
    const { stdout } = await run(["benchmarks"], { env });
    expect(stdout).toContain(`  on this machine: ${file}\n`);
    expect(stdout).toContain("licence: CC BY 4.0");
    const { benchmarks } = await runJson<{
      benchmarks: { file: string; readings: { name: string }[] }[];
    }>(["benchmarks"], { env });
    expect(benchmarks[0]?.file).toBe(file);
    expect(benchmarks[0]?.readings.map(({ name }) => name)).toEqual(["trained", "labelled", "published"]);
  });
});

describe.concurrent("a reader that stops early", () => {
  it("is no error", async () => {
    const child = spawn(process.execPath, [main, "spaces", "show", "flexibert"]);
    child.stdout.destroy();
    const complaints: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    const [code] = await once(child, "close");
    expect({ code, stderr: Buffer.concat(complaints).toString() }).toEqual({ code: 0, stderr: "" });
  });

  it("still gets its files, even if nobody reads what is said", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zerolm-pipe-"));
    const out = join(folder, "best.yaml");
    const child = spawn(process.execPath, [main, "search", "flexibert", "--top", "1", "--out", out]);
    child.stdout.destroy();
    child.stderr.destroy();
    const [code] = await once(child, "close");
    const written = existsSync(out);
    rmSync(folder, { recursive: true });
    expect({ code, written }).toEqual({ code: 0, written: true });
  });
});

describe("every command", () => {
  it.each([["spaces"], ["spaces show flexibert"], ["proxies"], ["benchmarks"]])(
    "zerolm %s takes --json, --seed and --quiet",
    async (line) => {
      const loud = await runInProcess(line.split(" "));
      const quiet = [...line.split(" "), "--quiet", "--seed", "7"];
      expect(await runInProcess(quiet)).toEqual(loud);
      const { code, stdout, stderr } = await runInProcess([...quiet, "--json"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^\{\n {2}"schemaVersion": 1,\n/);
      expect(Object.keys(JSON.parse(stdout)).length).toBeGreaterThan(1);
    },
  );

  it("refuses a word too many", async () => {
    expectRefused(await runInProcess(["proxies", "nsc"]), 2, "too many arguments for 'proxies'");
  });
});
