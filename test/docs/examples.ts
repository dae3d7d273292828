import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unattended } from "../unattended.js";

const root = resolve(import.meta.dirname, "../..");

/** A piece of a page that is run: a command with the output printed below it, or a program with the output in the next block. */
export interface Example {
  readonly line: number;
  readonly kind: "command" | "program";
  readonly source: string;
  readonly output: string;
  /** Where the output stands: lines of the page from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

interface Block {
  readonly language: string;
  /** What stands behind the language: the name of a file that the commands of the page find. */
  readonly name: string | undefined;
  /** Index of the first line inside the fence, and of the closing fence. */
  readonly start: number;
  readonly end: number;
}

/** Commands in ```console blocks (`$ npx zerolm …`), and ```js programs followed by a ```text block with their output. */
export function examplesOf(text: string): Example[] {
  const lines = text.split("\n");
  const blocks = blocksOf(lines);
  return blocks.flatMap((block, index) => {
    if (block.language === "console") return commandsOf(lines, block);
    const next = blocks[index + 1];
    if (block.name !== undefined || block.language !== "js" || next?.language !== "text") return [];
    return [
      exampleAt(
        lines,
        "program",
        block.start,
        lines.slice(block.start, block.end).join("\n"),
        next.start,
        next.end,
      ),
    ];
  });
}

/** The files that a page shows whole, in blocks such as ```js mine.mjs: by name what is in them. */
export function filesOf(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n");
  const named = blocksOf(lines).filter((block) => block.name !== undefined);
  return new Map(
    named.map(({ name, start, end }) => [name as string, `${lines.slice(start, end).join("\n")}\n`]),
  );
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: Omit<Block, "end"> | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^```(\w*)(?: (\S+))?/.exec(line);
    if (!fence) continue;
    if (open) {
      blocks.push({ ...open, end: index });
      open = undefined;
    } else open = { language: fence[1] ?? "", name: fence[2], start: index + 1 };
  }
  return blocks;
}

function commandsOf(lines: readonly string[], { start, end }: Block): Example[] {
  const prompts = lines
    .slice(start, end)
    .flatMap((line, index) => (line.startsWith("$ ") ? [start + index] : []));
  return prompts.map((at, index) => {
    const command = (lines[at] as string).slice(2);
    return exampleAt(lines, "command", at, command, at + 1, prompts[index + 1] ?? end);
  });
}

function exampleAt(
  lines: readonly string[],
  kind: Example["kind"],
  at: number,
  source: string,
  start: number,
  end: number,
): Example {
  return { line: at + 1, kind, source, output: lines.slice(start, end).join("\n"), start, end };
}

/**
 * A folder in which the commands of one page run one after the other, with the project's docs in it, the files that the page shows, and
 * the trained models where there are any.
 */
export function workFolder(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "zerolm-docs-"));
  symlinkSync(join(root, "docs"), join(folder, "docs"));
  const data = process.env.ZEROLM_DATA;
  for (const model of ["tiny-llama-kjv", "plain-llama-kjv"])
    if (data !== undefined) symlinkSync(join(data, model), join(folder, model));
  mkdirSync(join(folder, "out"));
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return folder;
}

/** Runs an example and returns what it printed on standard output. */
export function runExample({ kind, source }: Example, folder: string): string {
  const result = kind === "command" ? runCommand(source, folder) : runProgram(source);
  if (result.status !== 0)
    throw new Error(`${source}\nended with ${result.status ?? result.signal}: ${result.stderr}`);
  return result.stdout.trimEnd();
}

/** A command, of whose output `| tail -n 3` shows the end alone. */
function runCommand(source: string, folder: string) {
  const [command = "", shown] = source.split(/ \| tail -n (\d+)$/);
  const [npx, name, ...words] = command.split(/\s+/);
  if (npx !== "npx" || name !== "zerolm")
    throw new Error(`only \`npx zerolm\` is run in examples, not: ${source}`);
  const ended = spawnSync(process.execPath, [join(root, "packages/cli/bin/zerolm.js"), ...words], {
    cwd: folder,
    ...unattended,
  });
  if (shown === undefined) return ended;
  return { ...ended, stdout: ended.stdout.trimEnd().split("\n").slice(-Number(shown)).join("\n") };
}

/** Inside the project, so that its packages are found by name. */
function runProgram(source: string) {
  const cache = join(root, "node_modules/.cache/zerolm-docs");
  mkdirSync(cache, { recursive: true });
  const file = join(cache, "example.mjs");
  writeFileSync(file, source);
  return spawnSync(process.execPath, [file], unattended);
}

/** What may differ between two runs: measured seconds. */
export const withoutSeconds = (text: string): string => text.replaceAll(/\b\d+(\.\d+)? s\b/g, "N s");

/** Puts the outputs of a fresh run into a page. */
export function updatePage(file: string, outputs: ReadonlyMap<Example, string>): void {
  const lines = readFileSync(file, "utf8").split("\n");
  for (const [{ start, end }, output] of [...outputs].toReversed())
    lines.splice(start, end - start, ...output.split("\n"));
  writeFileSync(file, lines.join("\n"));
}
