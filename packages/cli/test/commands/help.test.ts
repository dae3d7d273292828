import { readFileSync } from "node:fs";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { describe, expect, it } from "vitest";
import { program } from "../../src/program.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";

/** Every command by the words that call it, the root and those inside others included. */
function everyCommand(command: CommandUnknownOpts, words: readonly string[] = []): string[] {
  const inner = command.commands.flatMap((child) => everyCommand(child, [...words, child.name()]));
  return [["zerolm", ...words].join(" "), ...inner];
}

const whole = await program();
const commands = everyCommand(whole);

describe("help", () => {
  it.each(commands)("of %s fits a terminal", async (line) => {
    const words = line.split(" ").slice(1);
    const shown = await runInProcess([...words, "--help"]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(new RegExp(`^Usage: ${line} \\[options\\]`));
    const isCommand = words.length > 0;
    for (const option of ["--json", "--seed <number>", "--quiet"])
      expect(shown.stdout.includes(option)).toBe(isCommand);
  });
});

describe.concurrent("help of the built program", () => {
  it("is what the commands say in this process", async () => {
    for (const words of [
      ["search", "--help"],
      ["benchmarks", "import", "--help"],
    ])
      expect(await run(words)).toEqual(await runInProcess(words));
  });

  it("names every command, and is what `help` and a bare call show", async () => {
    const { stdout } = await run(["--help"]);
    for (const command of whole.commands) expect(stdout).toMatch(new RegExp(`^  ${command.name()} `, "m"));
    expect(await run(["help"])).toEqual({ code: 0, stdout, stderr: "" });
    expect(await run([])).toEqual({ code: 2, stdout: "", stderr: stdout });
  });

  it("shows the version of the package", async () => {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    const { version } = JSON.parse(text) as { version: string };
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe.concurrent("wrong usage of the built program", () => {
  it.each([
    ["serch flexibert", "unknown command 'serch'", "Did you mean search?"],
    ["rank --proxi nsc a.json", "unknown option '--proxi'", "Did you mean --proxy?"],
    ["spaces shw", 'no command "spaces shw"', "Did you mean spaces show?"],
    ["search flexbert", 'no space "flexbert"', "Did you mean flexibert?"],
  ])("zerolm %s", async (line, what, fix) => {
    expectRefused(await run(line.split(" ")), 2, what, fix);
  });
});

describe("wrong usage", () => {
  it.each([
    ["search flexibert --max-parms 3M", "unknown option '--max-parms'", "Did you mean --max-params?"],
    ["benchmarks donload nas-bench-bert", "benchmarks donload", "Did you mean benchmarks download?"],
    ["spaces show flexbert", 'no space "flexbert"', "Did you mean flexibert?"],
    ["search flexibert --proxy zerolmm", 'no proxy "zerolmm"', "Did you mean zerolm?"],
    ["search flexibert --method fast", "'--method <name>' argument 'fast'", "auto, exhaustive"],
    ["rank a.json --proxy nonEmbedingParameters", "no proxy", "Did you mean nonEmbeddingParameters?"],
    ["rank a.json --initialiser xaver", "argument 'xaver' is invalid", "truncated-normal, xavier"],
    ["evaluate nas-bench-bret", "no benchmark", "Did you mean nas-bench-bert?"],
    ["evaluate nas-bench-bert --reading traind", 'no reading "traind"', "Did you mean trained?"],
    ["evaluate nas-bench-bert --proxy zerolm,flop", 'no proxy "flop"', "Did you mean flops?"],
    ["calibrate nas-bench-bert --reading label", "no reading", "labelled"],
    ["benchmarks download nas-bench", "no benchmark", "nas-bench-bert"],
  ])("zerolm %s", async (line, what, fix) => {
    expectRefused(await runInProcess(line.split(" ")), 2, what, fix);
  });

  it.each([
    ["rank", "missing required argument 'files'", "See zerolm rank --help."],
    ["search", "missing required argument 'space'", "See zerolm search --help."],
    ["spaces show", "missing required argument 'space'", "See zerolm spaces show --help."],
    ["inspect a.json b.json", "Expected 1 argument but got 2", "See zerolm inspect --help."],
    ["search flexibert --top", "argument missing", "See zerolm search --help."],
    ["search flexibert --top 0", "Give a whole number from 1 to 10000", "See zerolm search --help."],
    ["search flexibert --max-params 10MB", "argument '10MB' is invalid", "30M"],
    ["search flexibert --max-params 1.5", "Give a whole number", "See zerolm search --help."],
    ["proxies --seed -1", "argument '-1' is invalid", "See zerolm proxies --help."],
    [
      "rank a.json --std 0",
      "Give a number above 0 and at most 1000, or xavier or own",
      "See zerolm rank --help.",
    ],
    ["rank a.json --sequence 0", "Give a whole number from 1", "See zerolm rank --help."],
  ])("zerolm %s", async (line, what, fix) => {
    expectRefused(await runInProcess(line.split(" ")), 2, what, fix);
  });
});
