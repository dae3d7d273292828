import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTrained } from "../packages/cli/test/trained.js";

/*
 * The packages as npm would publish them, in an empty folder: only files that are listed are there, and only dependencies that are
 * declared. Dependencies are those of this checkout, so that no network is needed.
 */

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "zerolm-packed-"));
const modules = join(folder, "node_modules");
const packages = ["core", "checkpoint", "node", "cli"] as const;

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

function unpack(name: (typeof packages)[number]): string[] {
  const source = join(root, "packages", name);
  const packed = execFileSync("npm", ["pack", source, "--pack-destination", folder, "--silent"], {
    cwd: folder,
    encoding: "utf8",
  }).trim();
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  const target = join(modules, manifest.name);
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, packed), "--strip-components=1", "-C", target]);
  return Object.keys(manifest.dependencies).filter((one) => !/^(@zerolm\/|zerolm$)/.test(one));
}

beforeAll(() => {
  for (const dependency of new Set(packages.flatMap(unpack))) {
    const place = join(modules, dependency);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", dependency), place);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function zerolm(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(modules, "zerolm", "bin", "zerolm.js"), ...words],
    { cwd: folder, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

const written = (file: string): Buffer => readFileSync(join(folder, file));

describe("the packages as published", () => {
  it("come with a README and the licence", () => {
    for (const name of ["@zerolm/core", "@zerolm/checkpoint", "@zerolm/node", "zerolm"])
      for (const file of ["README.md", "LICENSE"])
        expect(readFileSync(join(modules, name, file), "utf8"), name).toMatch(/MIT/);
  });

  it("search, draw and write", () => {
    const ended = zerolm(
      "search",
      "bert-small",
      "--plot",
      "a.png",
      "--report",
      "a.html",
      "--out",
      "config.json",
    );
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("297 architectures scored") });
    expect(written("a.png").subarray(1, 4).toString()).toBe("PNG");
    expect(written("a.html").toString()).toMatch(/^<!doctype html>/);
    expect(zerolm("rank", "config.json")).toMatchObject({ status: 0, stderr: "" });
  });

  it("solve integer programs", () => {
    const budgets = ["--max-params", "60M", "--max-flops", "30G"];
    const ended = zerolm("search", "moe-small-wide", ...budgets, "--proxy", "nsc", "--top", "1");
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("(milp)") });
  });

  it("look into a checkpoint and prune it, kernels and threads included", async () => {
    await writeTrained(join(folder, "model"), "llama");
    expect(zerolm("inspect", "model")).toMatchObject({ status: 0, stderr: "" });
    const pruned = zerolm("prune", "model", "--keep", "0.9", "-o", "smaller", "--quiet");
    expect(pruned).toMatchObject({ status: 0, stderr: "" });
    expect(zerolm("inspect", "smaller", "--json").status).toBe(0);
  });

  it("are imported by name, the JSON Schemas too", () => {
    const program = `
      import { proxies, readArchitecture } from "@zerolm/core";
      import { openCheckpoint } from "@zerolm/checkpoint";
      import { pathFolder } from "@zerolm/node";
      import { readFileSync } from "node:fs";
      const architecture = readArchitecture(readFileSync("config.json", "utf8"), "config.json");
      const { tensors, close } = await openCheckpoint(await pathFolder("model"));
      console.log(proxies.zerolm.scorer({ alpha: 0.5 }).score(architecture).value > 0, tensors.size > 0);
      await close();`;
    writeFileSync(join(folder, "program.mjs"), program);
    const ended = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" });
    expect(ended).toMatchObject({ stdout: "true true\n", stderr: "" });
    const schema = join(modules, "@zerolm", "core", "schema", "space.schema.json");
    expect(JSON.parse(readFileSync(schema, "utf8"))).toHaveProperty("properties.macro");
  });
});
