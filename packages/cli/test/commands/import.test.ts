import { describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const at = { cwd: work.folder };

const header = "id,hidden,depth,heads,ffnWidth,vocabulary,quality,ours";
const rows = Array.from(
  { length: 8 },
  (_, index) => `n${index},64,${1 + (index % 3)},4,${100 + index},90,${index},2`,
);

const config = (hidden: number, heads: number): string => `d_model: ${hidden}
d_embed: -1
n_layer: 1
n_head: [${heads}]
d_inner: [200]
n_token: 500
cutoffs: [600]
div_val: 1
tgt_len: 16
tie_projs: [false]
`;

work.write("own.csv", [header, ...rows].join("\n"));
// Kernel widths are numbers in the published file.
const published = JSON.stringify(inventedRows(12)).replaceAll(/("operation_parameter":)"(\d)"/g, "$1$2");
work.write("bert/BERT_benchmark.json", published);
for (const index of [0, 1, 2, 3, 4, 5])
  work.write(`gpt/config_0/j${index}/model_config.yaml`, config(32 + 32 * index, 4));
work.write(
  "gpt/ppl_summary.yaml",
  [0, 1, 2, 3, 4, 5].map((index) => `config_0_j${index}:\n  valid_ppl: ${50 - index}\n`).join(""),
);
work.write(
  "gpt/synflow_scores_seed_1.yaml",
  [0, 1, 2, 3, 4].map((index) => `config_0_j${index}: ${index}\n`).join(""),
);

describe("benchmarks import", () => {
  it("says what is in a table, and how to judge proxies by it", async () => {
    const printed = await runInProcess(["benchmarks", "import", "own.csv"], at);
    expectPrinted(printed);
    expect(printed.stdout).toContain("table: 8 trained networks");
    expect(printed.stdout).toMatch(/depth +1 to 3\n/);
    expect(printed.stdout).toContain("published: ours");
    expect(printed.stdout).toContain("zerolm evaluate table --data own.csv");
    const json = await runJsonInProcess(["benchmarks", "import", "own.csv"], at);
    expect(json).toMatchObject({ format: "table", file: "own.csv", architectures: 8, tiedQuality: 0 });
  });

  it("knows a folder by its main file, reads what lies below, and says which scores are missing", async () => {
    const printed = await runInProcess(["benchmarks", "import", "gpt"], at);
    expectPrinted(printed);
    expect(printed.stdout).toContain("lts: 6 trained networks");
    expect(printed.stdout).toContain("synflow: 1 network has none");
    const read = await runInProcess(["benchmarks", "import", "bert", "--reading", "labelled"], at);
    expect(read.stdout).toContain("zerolm evaluate nas-bench-bert:labelled --data");
    const bert = await runJsonInProcess(["benchmarks", "import", "bert", "--reading", "labelled"], at);
    expect(bert).toMatchObject({ format: "nas-bench-bert", reading: "labelled", architectures: 12 });
  });

  it("says which networks were left out and how the rows were read, as evaluate does", async () => {
    for (const file of [
      "config_0/j0",
      "config_0/j1",
      "config_0/j2",
      "config_0/j3",
      "config_0/j4",
      "config_1/j0",
    ])
      work.write(`xl/random_TransXL_lm1b/${file}/model_config.yaml`, config(64, 4));
    work.write(
      "xl/random_TransXL_lm1b/ppl_summary.yaml",
      [0, 1, 2, 3, 4].map((index) => `config_0_j${index}: ${50 - index}.5\n`).join(""),
    );
    work.write("xl/random_TransXL_lm1b/latency_summary.yaml", "config_1_j0: 3.5\nconfig_0_j1: .nan\n");
    const left = "left out: 1 network with no perplexity (never trained): config_1_j0";
    const imported = await run(["benchmarks", "import", "xl/random_TransXL_lm1b"], at);
    expectPrinted(imported);
    expect(imported.stdout).toContain(left);
    expect(imported.stdout).toMatch(/qualities +valid_ppl, latency\n/);
    expect(imported.stdout).not.toContain("read as");
    const line = ["evaluate", "lts=xl/random_TransXL_lm1b", "--resamples", "0", "--proxy", "parameters"];
    const judged = await run(line, at);
    expectPrinted(judged);
    expect(judged.stdout).toContain(left);
    const json = await runJson(line, at);
    expect(json).toMatchObject({
      architectures: 5,
      qualityName: "valid_ppl",
      leftOut: [{ reason: "no perplexity (never trained)", count: 1, ids: ["config_1_j0"] }],
      notes: [],
    });
    work.write("xl/any/ppl_summary.yaml", work.read("gpt/ppl_summary.yaml"));
    for (const index of [0, 1, 2, 3, 4, 5])
      work.write(`xl/any/config_0/j${index}/model_config.yaml`, config(32 + 32 * index, 4));
    const unnamed = await run(["benchmarks", "import", "xl/any"], at);
    expect(unnamed.stdout.replaceAll(/\s+/g, " ")).toContain("read as GPT-2: neither the folder nor a field");
  });

  it("refuses what it does not know, with the line of every mistake", async () => {
    work.write("odd.txt", "nothing\n");
    expectRefused(
      await runInProcess(["benchmarks", "import", "odd.txt"], at),
      2,
      "odd.txt: is not in a known format",
    );
    work.write("empty/readme.txt", "x");
    expectRefused(
      await runInProcess(["benchmarks", "import", "empty"], at),
      2,
      "holds no BERT_benchmark.json",
    );
    expectRefused(await runInProcess(["benchmarks", "import", "absent.csv"], at), 2, "there is no such file");
    expectRefused(await runInProcess(["benchmarks", "import", "-"], at), 2, "--format");
    expectRefused(
      await runInProcess(["benchmarks", "import", "own.csv", "--format", "tabel"], at),
      2,
      "Choose from nas-bench-bert, lts",
    );
    expectRefused(
      await runInProcess(["benchmarks", "import", "own.csv", "--reading", "x"], at),
      2,
      "only one reading",
    );
    const lines = rows.map((row, index) => (index === 4 ? row.replace("64", "6x") : row));
    work.write("wrong.csv", [header, ...lines, rows[0]].join("\n"));
    const refused = await runInProcess(["benchmarks", "import", "wrong.csv"], at);
    expectRefused(
      refused,
      2,
      'wrong.csv:6: row 5, hidden: must be a whole number from 1, not "6x"',
      "wrong.csv:10: row 9",
    );
  });

  it("reads standard input in a format that is named", async () => {
    const input = [header, ...rows].join("\n");
    const json = await runJson(["benchmarks", "import", "-", "--format", "table"], { ...at, input });
    expect(json).toMatchObject({ file: "standard input", architectures: 8 });
  });
});

describe("evaluate", () => {
  it("takes a format with data of one's own, and a folder of many files", async () => {
    const words = ["--resamples", "0", "--proxy", "parameters,series"];
    const own = await runJsonInProcess(["evaluate", "table", "--data", "own.csv", ...words], at);
    expect(own).toMatchObject({ benchmark: "table", architectures: 8, quality: "quality" });
    const gpt = await runJsonInProcess<{ results: { proxy: string; kendall: number; tunedOn?: string }[] }>(
      ["evaluate", "lts", "--data", "gpt", ...words],
      at,
    );
    expect(gpt.results.map(({ proxy, kendall }) => [proxy, kendall])).toEqual([
      ["parameters", 1],
      ["series", 1],
      ["synflow", 1],
    ]);
    expect(gpt.results[1]?.tunedOn).toContain("FlexiBERT");
    const printed = await runInProcess(["evaluate", "lts", "--data", "gpt", ...words], at);
    expectPrinted(printed);
    expect(printed.stdout).toContain("series, tuned on FlexiBERT");
  });

  it("refuses fewer than five networks, one quality for all, and a format without data", async () => {
    work.write("four.csv", [header, ...rows.slice(0, 4)].join("\n"));
    expectRefused(
      await runInProcess(["evaluate", "table", "--data", "four.csv"], at),
      2,
      "At least 5 are needed",
    );
    const tied = rows.map((row) => row.replace(/,\d+,2$/, ",7,2"));
    work.write("tied.csv", [header, ...tied].join("\n"));
    expectRefused(
      await runInProcess(["evaluate", "table", "--data", "tied.csv"], at),
      2,
      "have the quality 7",
    );
    expectRefused(await runInProcess(["evaluate", "table"], at), 2, "Give your own FILE with --data");
    expectRefused(await runInProcess(["evaluate", "lts"], at), 2, "lts-gpt2, lts-transformer-xl");
    expectRefused(
      await run(["evaluate", "lts-gpt2"], at),
      1,
      "git -C archai checkout",
      "lts/random_GPT2_wt103",
    );
    expectRefused(await runInProcess(["evaluate", "lts-gpt"], at), 2, "Did you mean lts-gpt2?");
    expectRefused(await runInProcess(["evaluate", "table", "--data", work.folder], at), 2, "is a folder");
  });

  it("finds a set below ZEROLM_DATA", async () => {
    work.write("data/lts/random_GPT2_wt103/ppl_summary.yaml", work.read("gpt/ppl_summary.yaml"));
    for (const index of [0, 1, 2, 3, 4, 5])
      work.write(
        `data/lts/random_GPT2_wt103/config_0/j${index}/model_config.yaml`,
        config(32 + 32 * index, 4),
      );
    const env = { ZEROLM_DATA: work.path("data") };
    const found = await runJson(["evaluate", "lts-gpt2", "--resamples", "0"], { ...at, env });
    expect(found).toMatchObject({ benchmark: "lts-gpt2", architectures: 6 });
  });
});

describe("benchmarks download", () => {
  it.each([
    ["lts-gpt2", "git clone", "--data archai/archai/nlp/nas/saved_logs/random_GPT2_wt103"],
    ["lts-gpt2-lm1b", "checkout af79c739e04c -- archai/nlp/nas/saved_logs", "random_GPT2_lm1b"],
    ["autoformer", "Name one", "autoformer-tiny"],
    ["table", "nothing to download", "zerolm benchmarks"],
  ])("says of %s how to get it", async (name, ...says) => {
    expectRefused(await runInProcess(["benchmarks", "download", name]), 2, ...says);
  });
});
