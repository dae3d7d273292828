import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/*
 * The table "To add …" of docs/architecture.md: its paths exist, and what stands in a folder of it stands in the table of code that the
 * same line names.
 */

const root = resolve(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

const fromRoot = (path: string): string =>
  /^(core|checkpoint|engine|tasks|view|node|cli)\//.test(path) ? `packages/${path}` : path;

/** One line of the table: what is added, by files of these paths, and rows in these files and folders. */
interface Line {
  readonly what: string;
  readonly written: readonly string[];
  readonly extended: readonly string[];
}

const section = page.split(/^## /m).find((part) => part.startsWith("To add")) ?? "";
const lines: Line[] = section
  .split("\n")
  .filter((line) => /^\| (a|an) /.test(line))
  .map((line) => {
    const [, what = "", write = "", extend = ""] = line.split("|").map((cell) => cell.trim());
    const written = pathsOf(write);
    return { what, written, extended: pathsOf(extend, written[0]) };
  });

/** The paths of a cell from the root; a name without a folder is beside the path before all others. */
function pathsOf(cell: string, before?: string): string[] {
  const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
  const paths = names.filter((name) => /[./]/.test(name)).map(fromRoot);
  const first = before ?? paths[0] ?? "";
  return paths.map((path) => (path.includes("/") ? path : `${dirname(first)}/${path}`));
}

/** The files and folders that a path stands for, NAME standing for any. */
function expanded(path: string): string[] {
  return path
    .replace(/\/$/, "")
    .split("/")
    .reduce((found, segment) => found.flatMap((folder) => children(folder, segment)), [""]);
}

function children(folder: string, segment: string): string[] {
  if (!segment.includes("NAME"))
    return existsSync(join(root, folder, segment)) ? [join(folder, segment)] : [];
  const pattern = new RegExp(`^${segment.replaceAll(".", "\\.").replaceAll("NAME", "[\\w-]+")}$`);
  return readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

/** Folders of a line with a table in one of their files, and whether the rows are data, which a table names. */
const folders = lines.flatMap(({ what, written, extended }) =>
  extended
    .filter((path) => written.some((one) => dirname(one) === dirname(path)))
    .map((path) => ({ what, path, data: written.filter((one) => one.endsWith(".csv")) })),
);
const tables = folders
  .filter(({ data }) => data.length === 0)
  .map(({ what, path }): [string, string] => [what, path]);
const dataTables = folders.flatMap(({ what, path, data: [file] }): [string, string, string][] =>
  file === undefined ? [] : [[what, path, file]],
);

type Exports = Readonly<Record<string, unknown>>;

/** What the files of a folder and of those below it export, texts of YAML files too; the table's own file apart. */
async function exportedBeside(table: string): Promise<unknown[]> {
  const folder = join(root, dirname(table));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
  const modules = files.filter((file) => file.endsWith(".ts") && file !== join(root, table));
  const exported = await Promise.all(
    modules.map(async (file) => Object.values((await import(/* @vite-ignore */ file)) as Exports)),
  );
  const texts = files.filter((file) => file.endsWith(".yaml")).map((file) => readFileSync(file, "utf8"));
  return [...exported.flat(), ...texts];
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The rows of the table that a file exports: of the largest object that holds what files beside it export. */
async function rowsOf(table: string, exported: readonly unknown[]): Promise<unknown[]> {
  const own = Object.values((await import(/* @vite-ignore */ join(root, table))) as Exports);
  const held = own.filter(isObject).map((value) => Object.values(value));
  const isTable = (values: readonly unknown[]): boolean => values.some((value) => exported.includes(value));
  return held.filter(isTable).sort((one, other) => other.length - one.length)[0] ?? [];
}

/** What is exported in the shape of the rows, most of their common keys in it, and is none of them. */
function missing(rows: readonly unknown[], exported: readonly unknown[]): unknown[] {
  const [first = [], ...others] = rows.filter(isObject).map((row) => Object.keys(row));
  const common = first.filter((key) => others.every((keys) => keys.includes(key)));
  const isRow = (value: unknown): boolean =>
    isObject(value)
      ? common.filter((key) => Object.hasOwn(value, key)).length > common.length / 2
      : typeof value === typeof rows[0];
  return exported.filter((value) => isRow(value) && !rows.includes(value));
}

describe("what docs/architecture.md says of adding something", () => {
  it("has a line for every extension point", () => {
    expect(lines.length).toBeGreaterThanOrEqual(9);
    expect(tables.length).toBeGreaterThanOrEqual(7);
  });

  it.each(lines.map((line) => [line.what, line] as const))("names paths that exist: %s", (_what, line) => {
    for (const path of [...line.written, ...line.extended]) expect(expanded(path), path).not.toEqual([]);
  });

  it.each(tables)("names a table of all that its folder has: %s, %s", async (_what, table) => {
    const exported = await exportedBeside(table);
    const rows = await rowsOf(table, exported);
    expect(rows.length).toBeGreaterThan(1);
    expect(missing(rows, exported)).toEqual([]);
    // Without any of its rows the table would be refused.
    for (const row of rows.filter((one) => exported.includes(one))) {
      const others = rows.filter((one) => one !== row);
      expect(missing(others, exported)).toContain(row);
    }
  });

  it.each(dataTables)("names all data that its folder has: %s, %s", (_what, table, data) => {
    const text = readFileSync(join(root, table), "utf8");
    const files = expanded(data).map(
      (file) =>
        file
          .split("/")
          .at(-1)
          ?.replace(/\.csv$/, "") ?? "",
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(text, file).toContain(file);
  });

  it("names a table of all commands", async () => {
    const { commands } = await import("../packages/cli/src/command-table.js");
    const folders = expanded("packages/cli/src/commands/NAME").map((path) => path.split("/").at(-1));
    expect(Object.keys(commands).sort()).toEqual(folders.sort());
  });
});
