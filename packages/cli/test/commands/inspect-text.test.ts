import { mkdirSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lettersFiles } from "../../../tasks/test/checkpoint-files.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(async () => {
  mkdirSync(work.path("letters"), { recursive: true });
  for (const [path, data] of await lettersFiles())
    writeFileSync(work.path(path === "text.txt" ? path : `letters/${basename(path)}`), data);
});

const isInstalled = await import("@zerolm/engine")
  .then(({ openOnnx }) => openOnnx())
  .then(
    (executor) => executor.close().then(() => true),
    () => false,
  );

const asked = (...more: readonly string[]): string[] => [
  "inspect",
  work.path("letters"),
  "--text",
  work.path("text.txt"),
  ...more,
];

describe.skipIf(!isInstalled)("inspect --text, if a runtime is installed", () => {
  it("fits a terminal", async () => {
    const shown = await runInProcess(asked("--context", "4"));
    expectPrinted(shown);
    const text = shown.stdout.replaceAll("\n", " ");
    expect(text).toContain(
      "Predicted: 20 tokens, each from the tokens before it, in 5 windows of 4 tokens. Not",
    );
    expect(text).toContain("Not used: the last 1 token of the text, less than a window.");
    expect(shown.stdout).toContain("Tokens: 21 by tokenizer.json, for 21 bytes.");
  });

  it("is the same by the same seed", async () => {
    const [one, other] = [
      await runJsonInProcess<object>(asked("--context", "4")),
      await runJsonInProcess<object>(asked("--context", "4")),
    ];
    expect(one).toMatchObject({ windows: 5, objective: "next token", context: 4 });
    expect(other).toEqual(one);
  });
});

describe("inspect --text refuses", () => {
  it.each([
    [asked("--spectrum"), "--spectrum cannot be combined with --text"],
    [asked("--batch", "2"), "--batch cannot be combined with --text"],
    [asked("--windows", "0"), "--windows"],
    [["inspect", work.path("letters"), "--windows", "3"], "--windows needs --text"],
    [["inspect", work.path("letters"), "--draws", "3"], "--draws needs --text"],
    [["inspect", work.path("letters"), "--context", "3"], "--context is for architectures"],
    [["inspect", "docs/examples/tiny-gpt2/config.json", "--text", "x"], "are for trained checkpoints"],
    [["inspect", work.path("letters"), "--text", work.path("none.txt")], /none\.txt/],
  ])("%j", async (args, message) => {
    expectRefused(await runInProcess(args), 2, message);
  });
});
