import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "zerolm-boundaries-"));
copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter, with which `npm run build` begins, says of a file with this text at this path. */
function lint(path: string, text: string): { readonly status: number | null; readonly output: string } {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const biome = join(root, "node_modules", ".bin", "biome");
  const { status, stdout, stderr } = spawnSync(biome, ["lint", "--error-on-warnings", path], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

describe("boundaries between packages", () => {
  it.each([
    [
      "a Node module",
      'import { readFileSync } from "node:fs";\nconsole.log(readFileSync("x"));\n',
      "noNodejsModules",
    ],
    ["another package of ours", 'import { run } from "zerolm";\nconsole.log(run);\n', "noRestrictedImports"],
    [
      "a package to come",
      'import { Studio } from "@zerolm/studio";\nconsole.log(Studio);\n',
      "noRestrictedImports",
    ],
  ])("refuses %s in core", (_what, text, rule) => {
    const { status, output } = lint("packages/core/src/intruder.ts", text);
    expect(status).not.toBe(0);
    expect(output).toContain(rule);
  });

  it.each([
    [
      "the command line",
      "packages/checkpoint/src/node/intruder.ts",
      'import { run } from "zerolm";\nconsole.log(run);\n',
      "noRestrictedImports",
    ],
    [
      "the engine",
      "packages/checkpoint/src/intruder.ts",
      'import { run } from "@zerolm/engine";\nconsole.log(run);\n',
      "noRestrictedImports",
    ],
    [
      "studies",
      "packages/checkpoint/src/intruder.ts",
      'import { run } from "@zerolm/study";\nconsole.log(run);\n',
      "noRestrictedImports",
    ],
    [
      "a Node module where browsers read",
      "packages/checkpoint/src/intruder.ts",
      'import { open } from "node:fs";\nconsole.log(open);\n',
      "noNodejsModules",
    ],
  ])("refuses %s in checkpoint", (_what, path, text, rule) => {
    const { status, output } = lint(path, text);
    expect(status).not.toBe(0);
    expect(output).toContain(rule);
  });

  it("lets the Node part of checkpoint use Node and core", () => {
    const text =
      'import { readFileSync } from "node:fs";\nimport { cost } from "@zerolm/core";\nconsole.log(cost, readFileSync);\n';
    const { status, output } = lint("packages/checkpoint/src/node/guest.ts", text);
    expect(output).not.toContain("noRestrictedImports");
    expect(status).toBe(0);
  });

  it("lets the command line use both", () => {
    const text =
      'import { readFileSync } from "node:fs";\nimport { cost } from "@zerolm/core";\nconsole.log(cost, readFileSync);\n';
    const { status, output } = lint("packages/cli/src/guest.ts", text);
    expect(output).not.toContain("noRestrictedImports");
    expect(status).toBe(0);
  });
});
