import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { ownFormatText } from "../own-proxy.js";
import { run, runJson } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const here = { cwd: work.folder };
const runs = Array.from(
  { length: 8 },
  (_, index) => `r${index},${32 * (1 + (index % 4))},${1 + (index % 3)},${4 - index / 8}`,
);

beforeAll(() => {
  work.write("runs.mjs", ownFormatText);
  work.write("runs.csv", ["run,hidden,depth,loss", ...runs].join("\n"));
});

describe.concurrent("a benchmark format of one's own", () => {
  it("is imported, and what it prints to do next works", async () => {
    const shown = await run(["benchmarks", "import", "runs.csv", "--format", "./runs.mjs"], here);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^runs: 8 trained networks\n/);
    const [, command = ""] = /zerolm (evaluate .*)$/s.exec(shown.stdout) ?? [];
    const words = command.trim().split(/\s+/);
    expect(words).toEqual(["evaluate", "runs", "--data", "runs.csv", "--format", "./runs.mjs"]);
    expectPrinted(await run([...words, "--resamples", "10"], here));
  });

  it("stands beside built-in ones", async () => {
    const words = [
      "runs=runs.csv",
      "table=own.csv",
      "--format",
      "runs.mjs",
      "--resamples",
      "0",
      "--proxy",
      "nsc",
    ];
    const table = runs.map((line, index) => `n${index},${line.split(",")[1]},2,2,64,100,${index}`);
    work.write("own.csv", ["id,hidden,depth,heads,ffnWidth,vocabulary,quality", ...table].join("\n"));
    const { evaluations } = await runJson<{
      evaluations: { benchmark: string; quality: string }[];
    }>(["evaluate", ...words], here);
    expect(evaluations.map(({ benchmark, quality }) => [benchmark, quality])).toEqual([
      ["runs", "−loss"],
      ["table", "quality"],
    ]);
  });

  it.each([
    [
      "read.mjs",
      ownFormatText.replace("read(text)", "raed(text)"),
      "read.mjs: default export: `read` must be a function",
    ],
    ["signature.mjs", ownFormatText.replace("/^run,/", '"run"'), "`signature` must be a regular expression"],
    [
      "named.mjs",
      ownFormatText.replace('name: "runs",\n  summary', 'name: "table",\n  summary'),
      '`name` is "table", the name of a built-in format',
    ],
    [
      "nan.mjs",
      ownFormatText.replace("-Number(loss)", "Number.NaN"),
      "nan.mjs: what `read` returns: `entries[0].quality` must be a number, not NaN",
    ],
    [
      "throws.mjs",
      ownFormatText.replace("const entries", 'throw new Error("no runs");\n const entries'),
      "runs.csv: cannot be read by throws.mjs: no runs",
    ],
  ])("is refused: %s", async (file, text, message) => {
    work.write(file, text);
    const words = ["benchmarks", "import", "runs.csv", "--format", file];
    expectRefused(await run(words, here), 2, message);
  });

  it("is refused by evaluate where a built-in one is named", async () => {
    const words = ["evaluate", "table=own.csv", "--format", "table"];
    expectRefused(await run(words, here), 2, "--format takes your own module");
  });
});
