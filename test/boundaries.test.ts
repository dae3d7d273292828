import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { unattended } from "./unattended.js";

const root = resolve(import.meta.dirname, "..");

/** The packages in the order of the table in docs/architecture.md, each with the names that it may import by. */
const layers = [
  ...readFileSync(join(root, "docs/architecture.md"), "utf8").matchAll(/^\| `packages\/(\w+)`/gm),
].map(([, name = ""]) => name);
const packageName = (name: string): string => (name === "cli" ? "zerolm" : `@zerolm/${name}`);

/** The packages of ours that a text imports. */
const imported = (text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*"((?:@zerolm\/\w+|zerolm))(?:\/[\w/]+)?"/g)].map(
    ([, name = ""]) => name,
  );

const sources = (name: string): readonly (readonly [file: string, text: string])[] =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => [file, readFileSync(join(root, "packages", name, "src", file), "utf8")]);

describe("boundaries between packages", () => {
  it("are those of the table in docs/architecture.md, which lists every package", () => {
    expect(layers.toSorted()).toEqual(readdirSync(join(root, "packages")).toSorted());
  });

  it.each(layers)("let %s import only packages above it", (name) => {
    const above = layers.slice(0, layers.indexOf(name)).map(packageName);
    const offending = sources(name).flatMap(([file, text]) =>
      imported(text)
        .filter((one) => !above.includes(one))
        .map((one) => `${file} imports ${one}`),
    );
    expect(offending).toEqual([]);
    expect(sources(name).length).toBeGreaterThan(0);
  });

  it.each(layers)("let %s import only what its package.json declares", (name) => {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const [file, text] of sources(name))
      for (const one of imported(text)) expect(declared, `${file} imports ${one}`).toContain(one);
  });
});

const folder = mkdtempSync(join(tmpdir(), "zerolm-boundaries-"));
copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter, with which `npm run build` begins, says of a file that uses Node at this path. */
function lintNodeModule(path: string): { readonly status: number | null; readonly output: string } {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'import { readFileSync } from "node:fs";\nconsole.log(readFileSync("x"));\n');
  const biome = join(root, "node_modules", ".bin", "biome");
  const { status, stdout, stderr } = spawnSync(biome, ["lint", "--error-on-warnings", path], {
    cwd: folder,
    ...unattended,
  });
  return { status, output: stdout + stderr };
}

describe("a Node module", () => {
  it.each(["core", "checkpoint"])("is refused in %s, which browsers run", (name) => {
    const { status, output } = lintNodeModule(`packages/${name}/src/deep/intruder.ts`);
    expect(status).not.toBe(0);
    expect(output).toContain("noNodejsModules");
  });

  it.each(["node", "cli"])("is allowed in %s", (name) => {
    expect(lintNodeModule(`packages/${name}/src/guest.ts`)).toMatchObject({ status: 0 });
  });
});
