import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, startChromium } from "../packages/cli/test/browser.js";
import { ownFormatText, ownProxyText } from "../packages/cli/test/own-proxy.js";
import { writeTrained } from "../packages/cli/test/trained.js";
import { unattended } from "./unattended.js";

/*
 * The packages as npm would publish them, in an empty folder: only files that are listed are there, and only dependencies that are
 * declared. Dependencies are those of this checkout, so that no network is needed.
 */

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "zerolm-packed-"));
const modules = join(folder, "node_modules");
const packages = ["core", "checkpoint", "engine", "tasks", "view", "node", "cli"] as const;

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

function unpack(name: (typeof packages)[number]): string[] {
  const source = join(root, "packages", name);
  const packed = execFileSync("npm", ["pack", source, "--pack-destination", folder, "--silent"], {
    cwd: folder,
    ...unattended,
  }).trim();
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  const target = join(modules, manifest.name);
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, packed), "--strip-components=1", "-C", target], unattended);
  return Object.keys(manifest.dependencies).filter((one) => !/^(@zerolm\/|zerolm$)/.test(one));
}

beforeAll(() => {
  // What the suites run in is installed by whoever runs them.
  for (const dependency of new Set([...packages.flatMap(unpack), "vitest", "fast-check"])) {
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
    { cwd: folder, ...unattended },
  );
  return { status, stdout, stderr };
}

const written = (file: string): Buffer => readFileSync(join(folder, file));

interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

const spaceText = `
name: own
macro: { hidden: [32, 64], depth: [1, 2] }
layer: { heads: [2, 4] }
architecture: { hidden: hidden, embedding: { vocabulary: 100 } }
layers: { mixer: { kind: attention, heads: heads }, ffn: { kind: plain, width: 4 * hidden } }
`;

const suiteText = `
import { readFileSync } from "node:fs";
import { readSpace } from "@zerolm/core";
import { benchmarkContract, proxyContract, spaceContract } from "@zerolm/core/testing";
import { describe } from "vitest";
import rough from "./rough.mjs";
import runs from "./runs.mjs";
import spread from "./spread.mjs";

const cases = [{ title: "to the power of 1", options: { power: 1 } }];
describe("spread", () => proxyContract(spread, { cases }));
describe("rough", () => proxyContract(rough, { cases }));
const text = "run,hidden,depth,loss\\na,16,1,2\\nb,32,2,1\\n";
describe("own format", () => benchmarkContract(runs, { text, rows: 2, openEnded: "rows may end anywhere" }));
describe("own space", () => spaceContract(readSpace(readFileSync("own/space.yaml", "utf8"), "space.yaml")));
`;

const typedText = `
import {
  benchmarkFormats, evaluateProxy, ownScoresProxy, prepareProxy, proxies, readOwnScores, shapeProxy, shapeScorer, z,
} from "@zerolm/core";
import { proxyContract } from "@zerolm/core/testing";

const mine = shapeProxy({
  name: "mine",
  summary: "depth",
  source: "me",
  options: z.strictObject({ power: z.number().default(1).describe("its power") }),
  scorer: ({ power }) => shapeScorer(({ layers }) => ({ value: layers.length ** power })),
});
const benchmark = benchmarkFormats.table.read("", {});
const { scores, report } = await evaluateProxy(benchmark, mine, { power: 2 });
const { additive } = proxies.parameters.scorer();
console.log(prepareProxy(mine, { power: 2 }), proxyContract, additive.scale, scores.length, report.kendall);
console.log(ownScoresProxy(readOwnScores("id,a", "a.csv"), "a"));
// @ts-expect-error there is no such option
mine.scorer({ powr: 2 });
`;

describe("the packages as published", () => {
  it("come with a README and the licence", () => {
    for (const name of packages.map((one) => (one === "cli" ? "zerolm" : `@zerolm/${one}`)))
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
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("352 architectures scored") });
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

  it("test a proxy, a space and a format of a stranger, and find what is wrong with them", () => {
    mkdirSync(join(folder, "own"));
    const write = (name: string, text: string): void => writeFileSync(join(folder, "own", name), text);
    write("spread.mjs", ownProxyText);
    // Adds floating-point numbers as they come, so that the order of the layers shows in the last bit.
    write(
      "rough.mjs",
      ownProxyText
        .replace("exactTerm((layer", "rough((layer")
        .replace("export default", "const rough = (high) => ({ high, low: 0 });\nexport default"),
    );
    write("runs.mjs", ownFormatText);
    write("space.yaml", spaceText);
    write("own.test.mjs", suiteText);
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const ended = spawnSync(process.execPath, [vitest, "run", "--root", "own", "--reporter", "json"], {
      cwd: folder,
      ...unattended,
    });
    const { testResults } = JSON.parse(ended.stdout) as {
      readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = (suite: string): string[] => [
      ...new Set(
        tests
          .filter(({ status, ancestorTitles }) => status === "failed" && ancestorTitles[0] === suite)
          .map(({ title }) => title),
      ),
    ];
    expect(tests.length).toBeGreaterThan(50);
    expect(failed("spread")).toEqual([]);
    expect(failed("own space")).toEqual([]);
    expect(failed("rough")).toEqual([
      "does not care for the order of the layers, to the bit",
      "is the sum that it says it is, in any order, to the bit",
    ]);
    expect(failed("own format")).toContain('refuses "name: x"');
    expect(failed("own format")).not.toContain(
      "has every row, each with a valid architecture and a finite quality",
    );
  });

  it("type-check a program of a stranger", () => {
    writeFileSync(join(folder, "program.ts"), typedText);
    const options = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "esnext",
      "--moduleResolution",
      "bundler",
      "--target",
      "es2023",
    ];
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const ended = spawnSync(process.execPath, [tsc, ...options, "program.ts"], {
      cwd: folder,
      ...unattended,
    });
    expect(ended).toMatchObject({ status: 0, stdout: "" });
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
    const ended = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, ...unattended });
    expect(ended).toMatchObject({ stdout: "true true\n", stderr: "" });
    const schema = join(modules, "@zerolm", "core", "schema", "space.schema.json");
    expect(JSON.parse(readFileSync(schema, "utf8"))).toHaveProperty("properties.macro");
  });
});

/** The program of the README of tasks, as a stranger has it. */
const [, program = ""] =
  /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "packages/tasks/README.md"), "utf8")) ?? [];
const withoutSeconds = (text: string): string => text.replaceAll(/[\d.]+ s\b/g, "");
const expected = /^proven: \d+ parameters, score [\d.]+\nflexibert: [\s\S]*\bparameters\b[\s\S]*gemstones/;

describe("a stranger's program that searches and evaluates", () => {
  let told: string;
  beforeAll(() => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "stranger.ts"), program);
    const options = ["--strict", "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2023"];
    const libraries = ["--lib", "es2023,dom", "--types", "", "--ignoreConfig"];
    const tsc = join(root, "node_modules", ".bin", "tsc");
    const typed = spawnSync(tsc, ["stranger.ts", ...options, ...libraries], {
      cwd: folder,
      ...unattended,
    });
    expect(typed).toMatchObject({ status: 0, stdout: "" });
    const ended = spawnSync(process.execPath, ["stranger.js"], { cwd: folder, ...unattended });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    told = ended.stdout;
  });

  it("is typed, runs in Node, and takes 20 lines", () => {
    expect(told).toMatch(expected);
    expect(program.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(20);
  });

  it.skipIf(!chromiumPath())(
    "says the same in a browser page (needs Chromium; set CHROMIUM to its path)",
    async () => {
      writeFileSync(
        join(folder, "index.html"),
        '<link rel="icon" href="data:,"><script type="module" src="./stranger.ts"></script>',
      );
      await build({ root: folder, configFile: false, logLevel: "error", build: { target: "es2023" } });
      const server = await preview({
        root: folder,
        configFile: false,
        logLevel: "error",
        preview: { port: 0 },
      });
      const browser = await startChromium(chromiumPath() as string);
      try {
        const page = await browser.newPage();
        const logged: string[] = [];
        page.on("console", (message) => logged.push(message.text()));
        page.on("pageerror", (error) => logged.push(String(error)));
        await page.goto(server.resolvedUrls?.local[0] as string);
        await expect.poll(() => logged.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
        expect(withoutSeconds(`${logged.join("\n")}\n`)).toBe(withoutSeconds(told));
      } finally {
        await browser.close();
        await server.close();
      }
    },
  );
});
