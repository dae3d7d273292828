import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { unattended } from "./unattended.js";

/*
 * What `npm publish` would send, package by package. A dry run writes nothing and needs no network.
 */

const root = resolve(import.meta.dirname, "..");

/** Bytes that a package may have when it is unpacked: about a third above what it has. */
const limits: Readonly<Record<string, number>> = {
  core: 2_200_000,
  checkpoint: 800_000,
  engine: 280_000,
  tasks: 1_600_000,
  view: 1_100_000,
  node: 120_000,
  cli: 90_000,
};

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly access: string };
}

interface Published {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));

function dryRun(name: string): Published {
  const { stdout, stderr } = spawnSync(
    "npm",
    ["publish", "--dry-run", "--json", "--offline", "--ignore-scripts"],
    {
      cwd: join(root, "packages", name),
      ...unattended,
    },
  );
  const published = (stdout === "" ? undefined : JSON.parse(stdout)) as
    | Readonly<Record<string, Published>>
    | undefined;
  const found = published?.[manifestOf(name).name];
  if (!found) throw new Error(`npm publish --dry-run of ${name}: ${stderr}`);
  return found;
}

/** The files that exports name. */
const filesIn = (exported: unknown): string[] =>
  typeof exported === "string"
    ? [exported.replace(/^\.\//, "")]
    : Object.values(exported ?? {}).flatMap(filesIn);

it("is checked for every package", () => {
  expect(Object.keys(limits).sort()).toEqual(readdirSync(join(root, "packages")).sort());
});

describe.each(Object.keys(limits))("npm publish of %s", (name) => {
  const manifest = manifestOf(name);
  let published: Published;
  let paths: readonly string[];
  beforeAll(() => {
    published = dryRun(name);
    paths = published.files.map(({ path }) => path);
  });

  it("sends README, licence, and what package.json points to, with types", () => {
    expect(paths).toEqual(expect.arrayContaining(["README.md", "LICENSE", "package.json"]));
    const named = [...filesIn(manifest.exports), ...Object.values(manifest.bin ?? {})];
    for (const file of named) expect(paths).toContain(file.replace(/^\.\//, ""));
    if (manifest.exports?.["."]) expect(named.some((file) => file.endsWith(".d.ts"))).toBe(true);
  });

  it("sends no sources, tests or build information", () => {
    expect(paths.filter((path) => /(^|\/)(src|test)\/|\.tsbuildinfo$|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  it("is as large as expected", () => {
    expect(published.unpackedSize).toBeLessThan(limits[name] ?? 0);
    expect(published.unpackedSize).toBeGreaterThan(0.4 * (limits[name] ?? 0));
  });

  it("has one version with the others, and may be read by everybody", () => {
    const { version } = manifestOf("cli");
    expect(manifest.version).toBe(version);
    for (const [dependency, range] of Object.entries(manifest.dependencies))
      expect(range).toMatch(dependency.startsWith("@zerolm/") ? version : /^\d+\.\d+\.\d+(-\d+)?$/);
    expect(manifest.license).toBe("MIT");
    if (manifest.name.startsWith("@")) expect(manifest.publishConfig?.access).toBe("public");
  });
});

it("has a changelog with what is not released yet", () => {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  expect(changelog).toContain("## [Unreleased]");
  expect(changelog).toContain(`## [${manifestOf("cli").version}]`);
});
