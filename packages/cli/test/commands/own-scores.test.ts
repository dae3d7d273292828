import { beforeAll, describe, expect, it } from "vitest";
import { smallBert } from "../configs.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { run, runJson } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

interface Result {
  readonly proxy: string;
  readonly kendall: number;
  readonly architectures: number;
  readonly unmatchedRows: number;
  readonly missing?: { readonly count: number; readonly first: string };
  readonly scoresOf: string;
}

const work = workFolder();
const here = { cwd: work.folder };
const rows = inventedRows(40);
const data = ["--data", "bench.json", "--resamples", "50"];

beforeAll(() => {
  work.write("bench.json", rows);
  work.write("own.csv", csv(rows.map(({ id, scores }) => `${id},${scores.glue},${-scores.glue}`)));
  work.write("a.json", smallBert());
  work.write("b.json", smallBert({ num_hidden_layers: 3 }));
});

const csv = (lines: readonly string[]): string => ["id,good,bad", ...lines, ""].join("\n");

async function evaluate(...words: string[]): Promise<readonly Result[]> {
  const line = ["evaluate", "nas-bench-bert", ...data, ...words];
  return (await runJson<{ results: Result[] }>(line, here)).results;
}

describe.concurrent("scores of one's own", () => {
  it("are judged on any set by the ids of its networks, a row a column", async () => {
    const results = await evaluate("--proxy", "own.csv,nsc");
    expect(results.map(({ proxy, kendall }) => [proxy, kendall]).slice(0, 2)).toEqual([
      ["good", 1],
      ["bad", -1],
    ]);
    expect(results[0]).toMatchObject({ scoresOf: "own.csv", unmatchedRows: 0, architectures: 40 });
    const shown = await run(["evaluate", "nas-bench-bert", ...data, "--proxy", "own.csv"], here);
    expectPrinted(shown);
    expect(shown.stdout).toContain("\ngood, scores of own.csv\nbad, scores of own.csv\n");
  });

  it("are missing where a cell is empty or no number, and rows of other networks are counted", async () => {
    const holes = ["", "nan", "NaN", "inf", "-Infinity", "null", "n/a"];
    const lines = rows.map(({ id, scores }, index) => `${id},${holes[index] ?? scores.glue},1`);
    work.write("holes.csv", csv([...lines, "400,3,4", "x,nan,5"]));
    const good = (await evaluate("--proxy", "holes.csv")).find(({ proxy }) => proxy === "good");
    expect(good).toMatchObject({ architectures: 33, unmatchedRows: 2, kendall: 1 });
    expect(good?.missing).toEqual({ count: 7, first: "good has an empty cell in holes.csv for network 0" });
    const shown = await run(["evaluate", "nas-bench-bert", ...data, "--proxy", "holes.csv"], here);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(
      /evaluated only on the networks that have a score, and not compared: good on 33/,
    );
    expect(shown.stdout).toContain("good has an empty cell in holes.csv for network 0, and 6 more networks");
    expect(shown.stdout).toContain("holes.csv: 2 of its 42 rows match no network here");
  });

  it("are passed over on a set that they are not of, beside one that they are of", async () => {
    work.write("more.csv", ["id,hidden,depth,heads,ffnWidth,vocabulary,quality", ...table].join("\n"));
    const line = [
      "evaluate",
      "nas-bench-bert=bench.json",
      "table=more.csv",
      "--proxy",
      "own.csv",
      "--resamples",
      "20",
    ];
    const {
      evaluations: [bert, other],
    } = await runJson<{ evaluations: { results: Result[]; unjudged?: string[] }[] }>(line, here);
    expect(bert?.results).toHaveLength(2);
    expect(other?.results).toEqual([]);
    expect(other?.unjudged?.[0]).toMatch(
      /^good scored 0 of the 8 networks of table, .* has no row in own\.csv for network net0$/,
    );
    const alone = ["evaluate", "table=more.csv", "--proxy", "own.csv"];
    expectRefused(await run(alone, here), 1, "good scored 0 of the 8 networks of table");
  });

  it("rank architectures by name and by what they are", async () => {
    const named = '{"id": "a.json", "mine": 1}\n{"id": "b.json", "mine": 2}\n';
    work.write("named.jsonl", named);
    const what = [smallBert(), smallBert({ num_hidden_layers: 3 })];
    work.write(
      "what.jsonl",
      what.map((architecture, index) => JSON.stringify({ architecture, mine: index + 1 })).join("\n"),
    );
    for (const file of ["named.jsonl", "what.jsonl"]) {
      const { ranking } = await runJson<{ ranking: { name: string; score: number }[] }>(
        ["rank", "a.json", "b.json", "--proxy", file],
        here,
      );
      expect(ranking.map(({ name, score }) => [name, score])).toEqual([
        ["b.json", 2],
        ["a.json", 1],
      ]);
    }
  });

  it("go beside a proxy of the same name, with the file", async () => {
    work.write("nsc.csv", "id,nsc\n0,1\n1,2\n2,3\n3,4\n4,5\n5,6\n");
    expect((await evaluate("--proxy", "nsc,nsc.csv")).map(({ proxy }) => proxy)).toEqual([
      "nsc",
      "nsc (nsc.csv)",
    ]);
  });

  it("write the scores of every network for other programs", async () => {
    await evaluate("--proxy", "own.csv,parameters", "--scores-out", "out.csv");
    const [head, first] = work.read("out.csv").split("\n");
    expect(head).toBe(
      "benchmark,reading,id,quality,depth,hidden,parameters,nonEmbeddingParameters,good,bad,parameters",
    );
    const [, , id, quality, , , size, , good, , parameters] = first?.split(",") ?? [];
    expect([id, good]).toEqual(["0", quality]);
    expect(parameters).toBe(size);
  });
});

const table = Array.from(
  { length: 8 },
  (_, index) => `net${index},64,${1 + index},4,128,1000,0.${50 + index}`,
);

describe.concurrent("scores of one's own are refused", () => {
  it.each([
    ["no-id.csv", "name,score\na,1\n", "no-id.csv: has neither a column id nor a column architecture"],
    ["text.csv", "id,score\na,1\nb,high\n", 'text.csv:3: row 2, score: must be a number, not "high"'],
    ["twice.csv", "id,score\na,1\na,2\n", "twice.csv:3: row 2: is about the same network as row 1"],
    ["remarks.csv", "id,remark\na,fine\n", "remarks.csv: has no column of numbers beside id"],
    ["empty.csv", "id,score\n", "empty.csv: holds no row"],
    ["broken.jsonl", '{"architecture": {"hidden": 64}, "score": 1}\n', "row 1, architecture: "],
  ])("%s", async (file, text, message) => {
    work.write(file, text);
    expectRefused(await run(["rank", "a.json", "--proxy", file], here), 2, message);
  });

  it("by search, which has to score any architecture, and by rank where there are several", async () => {
    expectRefused(
      await run(["search", "bert-small", "--proxy", "own.csv"], here),
      2,
      "--proxy takes one proxy here, but own.csv names 2: good, bad",
    );
    work.write("one.csv", "id,mine\na,1\n");
    expectRefused(
      await run(["search", "bert-small", "--proxy", "one.csv"], here),
      2,
      "one.csv: mine has scores of only 1 architecture, but a search has to score any architecture of the space. Use rank or evaluate",
    );
  });
});
