import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { run } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const bert = work.path("BERT_benchmark.json");
const own = work.path("own.csv");
const quick = ["--resamples", "60"];

/** Thirty networks with two foreign scores: one for all, one for most; one name is what a spreadsheet would run. */
const header = 'id,hidden,depth,heads,ffnWidth,vocabulary,quality,flops,"=1+1 | <b>_&"';
const rows = Array.from({ length: 30 }, (_, index) => {
  const quality = 50 + ((index * 7) % 30);
  return `net${index},64,${1 + (index % 6)},4,${100 + 7 * index},1000,${quality},${-quality},${index < 4 ? "" : index}`;
});

beforeAll(() => {
  work.write("BERT_benchmark.json", inventedRows(30));
  work.write("own.csv", `${[header, ...rows].join("\n")}\n`);
});

interface Evaluated {
  readonly benchmark: string;
  readonly reading?: string;
  readonly alphaSource?: string;
  readonly results: readonly {
    readonly proxy: string;
    readonly published?: true;
    readonly architectures?: number;
    readonly alpha?: number;
    readonly kendall: number;
  }[];
  readonly differences: readonly { readonly first: string; readonly second: string }[];
}

async function json(...words: string[]): Promise<Evaluated[]> {
  const ended = await runInProcess(["evaluate", ...words, ...quick, "--json"]);
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" });
  const document = JSON.parse(ended.stdout) as Evaluated | { readonly evaluations: Evaluated[] };
  return "evaluations" in document ? document.evaluations : [document];
}

describe("evaluate with several benchmarks", () => {
  const several = [`nas-bench-bert=${bert}`, `nas-bench-bert:labelled=${bert}`, `table=${own}`];

  it("gives a list of the documents that each alone gives", async () => {
    const all = await json(...several, "--proxy", "nsc,flops");
    expect(all.map(({ benchmark, reading }) => [benchmark, reading])).toEqual([
      ["nas-bench-bert", "trained"],
      ["nas-bench-bert", "labelled"],
      ["table", undefined],
    ]);
    const [alone] = await json(
      "nas-bench-bert",
      "--reading",
      "labelled",
      "--data",
      bert,
      "--proxy",
      "nsc,flops",
    );
    const withoutTime = (text: unknown) =>
      JSON.stringify(text, (key, value) => (key === "seconds" ? 0 : value));
    expect(withoutTime({ schemaVersion: 1, ...all[1] })).toBe(withoutTime(alone));
  });

  it("takes --reading for those that have readings, and each once", async () => {
    const all = await json(
      `nas-bench-bert=${bert}`,
      `nas-bench-bert=${bert}`,
      `table=${own}`,
      "--reading",
      "published",
    );
    expect(all.map(({ reading }) => reading)).toEqual(["published", undefined]);
  });

  it("calls two files of one format by their files, in whatever it writes", async () => {
    work.write("other.csv", `${[header, ...rows.slice(0, 20)].join("\n")}\n`);
    work.write("deep/own.csv", `${[header, ...rows.slice(0, 25)].join("\n")}\n`);
    const [other, deep] = [work.path("other.csv"), work.path("deep/own.csv")];
    const names = async (...files: string[]) =>
      (await json(...files.map((file) => `table=${file}`), "--proxy", "nsc")).map(
        ({ benchmark }) => benchmark,
      );
    expect(await names(own, other)).toEqual(["table own.csv", "table other.csv"]);
    expect(await names(own, deep)).toEqual([`table ${own}`, `table ${deep}`]);
    expect(await names(own)).toEqual(["table"]);
    const { stdout } = await runInProcess(["evaluate", `table=${own}`, `table=${other}`, ...quick]);
    expect(stdout).toMatch(/\[1\] table own\.csv\n\[2\] table other\.csv\n/);
  });

  it("prints each and an overview, within 80 columns", async () => {
    const ended = await runInProcess(["evaluate", ...several, ...quick]);
    expectPrinted(ended);
    expect(ended.stdout).toMatch(/\[2\] nas-bench-bert, labelled\n\[3\] table\n/);
    expect(ended.stdout).toMatch(/\nzerolm +-?\.\d{3} +-?\.\d{3} +-?\.\d{3}\n/);
    // What the columns are is said once, at the end; the baselines are the last two rows of the overview too.
    expect(ended.stdout.match(/\nregret: /g)).toHaveLength(1);
    expect(ended.stdout).toMatch(/\nflops † .*\n.* †.*\nhidden × depth .*\nby depth, then hidden .*\n\nρ: /);
  });

  it.each([
    [["table=none.csv"], "there is no such file"],
    [["table:labelled=x"], "table has only one reading"],
    [["tabel=x"], "Choose from nas-bench-bert"],
    [["nas-bench-bert=a", "table=b", "--plot", "x.svg"], "--plot draws one benchmark"],
    [["table=a", "lts=b", "--reading", "labelled"], "--reading has no effect"],
  ])("refuses %j", async (words, message) => {
    expectRefused(await runInProcess(["evaluate", ...words]), 2, message);
  });
});

describe("evaluate with several benchmarks, a thread each", () => {
  const words = [`nas-bench-bert=${bert}`, `table=${own}`, "--proxy", "all", ...quick];
  const withoutTimes = (text: string): string =>
    text.replace(/"seconds": ?[\d.e-]+|evaluated in [\d.]+ s/g, "");

  it("prints and writes what judging one after the other does", async () => {
    const [there, here] = [work.path("there.html"), work.path("here.html")];
    const threads = await run(["evaluate", ...words, "--report", there, "--quiet"]);
    const alone = await runInProcess(["evaluate", ...words, "--report", here, "--quiet"]);
    expect({ ...threads, stdout: withoutTimes(threads.stdout) }).toEqual({
      ...alone,
      stdout: withoutTimes(alone.stdout),
    });
    const [written, expected] = [work.read("there.html"), work.read("here.html")];
    expect(written === expected).toBe(true);
    expect(written.match(/data-plot="/g)!.length).toBeGreaterThan(3);
  });

  it("refuses what one of them cannot be judged by, and ends", async () => {
    const flat = rows.slice(0, 6).map((row, index) => row.split(",").with(6, index === 0 ? "2" : "1"));
    work.write("flat.csv", `${[header, ...flat].join("\n")}\n`);
    const line = [`table=${work.path("flat.csv")}`, `nas-bench-bert=${bert}`, "--alpha", "cross-fitted"];
    expectRefused(await run(["evaluate", ...line, ...quick]), 2, "these labels cannot decide alpha");
  });

  it("reads before it judges: a file that is not there ends it", async () => {
    const line = [`nas-bench-bert=${bert}`, "table=none.csv"];
    expectRefused(await run(["evaluate", ...line]), 2, "there is no such file");
  });
});

describe("published scores", () => {
  const line = [`table=${own}`, "--proxy", "flops"];

  it("are further rows, marked, by the networks that have them", async () => {
    const [{ results, differences } = expect.unreachable()] = await json(...line);
    expect(results.map(({ proxy, published, architectures }) => [proxy, published, architectures])).toEqual([
      ["flops", undefined, undefined],
      ["flops", true, 30],
      ["=1+1 | <b>_&", true, 26],
    ]);
    expect(results[1]?.kendall).toBe(-1);
    expect(differences.map(({ first, second }) => [first, second])).toEqual([["flops", "flops †"]]);
    const { stdout } = await runInProcess(["evaluate", ...line, ...quick]);
    expect(stdout).toContain("\nflops †");
    expect(stdout).toContain("†: published with the benchmark, with its sign unless flipped (−).");
  });

  it("can be left out", async () => {
    const [{ results } = expect.unreachable()] = await json(...line, "--no-published");
    expect(results).toHaveLength(1);
  });
});

describe("alpha cross-fitted", () => {
  it("is told with its source, and differs from the fixed one", async () => {
    const line = [`table=${own}`, "--proxy", "zerolm,nsc", "--no-published"];
    const [crossed] = await json(...line, "--alpha", "cross-fitted");
    const [fixed] = await json(...line);
    expect(crossed?.alphaSource).toBe("cross-fitted, mean of 5 folds");
    expect(crossed?.results[0]?.kendall).not.toBe(fixed?.results[0]?.kendall);
    expect(crossed?.results[1]?.kendall).toBe(fixed?.results[1]?.kendall);
    const { stdout } = await runInProcess(["evaluate", ...line, ...quick, "--alpha", "cross-fitted"]);
    expect(stdout).toMatch(/\nzerolm, alpha -?[\d.]+ \(cross-fitted, mean of 5 folds\), std 0\.02\n/);
  });

  it("is refused where nothing is to be scored apart from labels", async () => {
    const ended = await runInProcess(["search", "flexibert", "--alpha", "cross-fitted"]);
    expectRefused(ended, 2, "Give a number from -1000 to 1000, or label-free.");
  });
});

describe("the tables in files", () => {
  const write = async (option: string, file: string): Promise<string> => {
    const words = [`table=${own}`, `nas-bench-bert=${bert}`, "--proxy", "zerolm", option, work.path(file)];
    const ended = await runInProcess(["evaluate", ...words, ...quick, "--quiet"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    return work.read(file);
  };

  it("are CSV with every figure in full, where no name is a formula", async () => {
    const [head, ...lines] = (await write("--csv", "out.csv")).trimEnd().split("\n");
    expect(head).toMatch(
      /^benchmark,reading,proxy,kind,alpha,alphaSource,tunedOn,architectures,spearman,kendall,/,
    );
    expect(lines).toHaveLength(3 + 2 + 1 + 2);
    expect(lines[0]).toMatch(/^table,,zerolm,proxy,0\.5,default,,30,/);
    expect(lines[2]).toContain(',"\'=1+1 | <b>_&",published,,,,26,');
    const kendall = Number(lines[0]?.split(",")[9]);
    const [{ results } = expect.unreachable()] = await json(`table=${own}`, "--proxy", "zerolm");
    expect(kendall).toBe(results[0]?.kendall);
  });

  it.each(["--csv", "--markdown", "--latex", "--report"])(
    "say in %s what series was tuned on",
    async (option) => {
      const file = work.path(option === "--report" ? "tuned.html" : "tuned.txt");
      const words = [`table=${own}`, "--proxy", "series", option, file, "--quiet", ...quick];
      expect(await runInProcess(["evaluate", ...words])).toMatchObject({ code: 0, stderr: "" });
      const text = work.read(option === "--report" ? "tuned.html" : "tuned.txt");
      expect(text).toContain("FlexiBERT (NAS-Bench-BERT), GPT-2 and Transformer-XL WikiText-103");
    },
  );

  it("are Markdown, names escaped", async () => {
    const text = await write("--markdown", "out.md");
    expect(text).toContain("\n| =1+1 \\| \\<b\\>\\_& † | ");
    expect(text).toContain("## nas-bench-bert, trained\n");
    const tables = text.split("\n\n").filter((part) => part.startsWith("| ranked by"));
    expect(tables).toHaveLength(4);
    for (const table of tables) {
      const widths = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(widths.filter((width) => width > 1)).size).toBe(1);
    }
  });

  it("hold the intervals of all four statistics, how many scores there are, and what is below the best", async () => {
    const headings =
      /\| ranked by \| τ-a \| 95 % \| pairs \| 95 % \| scores \| below best \|\n\|[-:|]+\n(.*)\n(.*)\n/;
    const [, zerolm, flops] = headings.exec(await write("--markdown", "out.md")) ?? expect.unreachable();
    const interval = String.raw`−?[\d.]+–−?[\d.]+`;
    expect(zerolm).toMatch(
      new RegExp(
        String.raw`^\| zerolm \(α 0\.5\) \| −?[\d.]+ \| ${interval} \| [\d.]+ \| ${interval} \| \d+ \| best \|$`,
      ),
    );
    expect(flops).toMatch(/^\| flops † .* \| yes \\<\.001 \|$/);
    expect(await write("--latex", "out.tex")).toContain(
      "\nranked by & $\\tau$-a & 95 \\% & pairs & 95 \\% & scores & below best \\\\\n",
    );
    const [head, first, second, partly] = (await write("--csv", "out.csv")).split("\n");
    expect(head).toMatch(/,belowBest,belowBestP$/);
    expect(first).toMatch(/,best,$/);
    expect(second).toMatch(/,yes,[\d.e-]+$/);
    expect(partly).toMatch(/,,$/);
  });

  it("are LaTeX, names escaped", async () => {
    const text = await write("--latex", "out.tex");
    expect(text).toContain("\n=1+1 $|$ $<$b$>$\\_\\& \\textdagger{} & ");
    expect(text.match(/\\begin\{table\}/g)).toHaveLength(2);
    // Two hyphens and a minus would be an em dash.
    expect(text).not.toContain("---");
    expect(text).toMatch(/& \$-\$1\.000 & /);
    expect(text.replaceAll(/\$[^$\n]*\$/g, "")).not.toMatch(/[ρτα†×]|(?<!\\)[#$_]/);
  });
});
