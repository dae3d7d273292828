import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { guessFormat } from "../../src/benchmark/formats.js";
import { table } from "../../src/benchmark/table.js";
import { InputError } from "../../src/errors.js";

const header = "id,hidden,depth,heads,ffn_width,vocabulary,quality,synflow,remark";

/** Thirty sound networks. */
const rows = Array.from(
  { length: 30 },
  (_, index) =>
    `net${index + 1},64,${1 + (index % 6)},4,${100 + 7 * index},1000,0.${500 + index},${index}.5,fine`,
);

const text = (lines: readonly string[], first = header): string => `${[first, ...lines].join("\n")}\n`;

/** What is said of a text, a line each. */
function complaints(content: string): string[] {
  try {
    table.read(content, { file: "own.csv" });
  } catch (error) {
    if (error instanceof InputError) return error.describe().split("\n");
    throw error;
  }
  return [];
}

const withCell = (row: number, column: number, value: string, from: readonly string[] = rows): string[] =>
  from.map((line, index) => {
    const cells = line.split(",");
    if (index === row - 1) cells[column] = value;
    return cells.join(",");
  });

describe("a table of 30 networks", () => {
  it("is read, with the further column of numbers as a foreign score", () => {
    const { entries, publishedScores } = table.read(text(rows), {});
    expect(entries).toHaveLength(30);
    expect(entries[4]).toMatchObject({ id: "net5", quality: 0.504, macro: { depth: 5, hidden: 64 } });
    expect(publishedScores?.synflow?.slice(0, 2)).toEqual([0.5, 1.5]);
    expect(publishedScores).not.toHaveProperty("remark");
  });

  it("says once for each mistake where it is", () => {
    const wrong = withCell(21, 6, "7l.5", withCell(17, 4, "5l2"));
    wrong[24] = rows[3] as string;
    expect(complaints(text(wrong))).toEqual([
      'own.csv:18: row 17, ffn_width: must be a whole number from 1, not "5l2"',
      'own.csv:22: row 21, quality: must be a number, not "7l.5"',
      "own.csv:26: row 25: repeats row 4. Remove one.",
    ]);
    expect(complaints(text(wrong, header.replace("hidden", "hiden")))).toEqual([
      'own.csv:1: hidden: the column is missing. Is it "hiden"? Rename that.',
      'own.csv:18: row 17, ffn_width: must be a whole number from 1, not "5l2"',
      'own.csv:22: row 21, quality: must be a number, not "7l.5"',
      "own.csv:26: row 25: repeats row 4. Remove one.",
    ]);
  });

  it.each([
    [6, "good", 'row 3, quality: must be a number, not "good"'],
    [6, "71.5%", 'row 3, quality: must be a number, not "71.5%". Leave out the %.'],
    [1, "", "row 3, hidden: is missing"],
    [1, "64.5", 'row 3, hidden: must be a whole number from 1, not "64.5"'],
    [1, "-64", 'row 3, hidden: must be a whole number from 1, not "-64"'],
    [1, "64;64", 'row 3, hidden: must be one number, not "64;64"'],
    [3, "5", "row 3, heads: 5 heads do not divide hidden 64. Choose a divisor or give headDim."],
    [3, "4;4", "row 3, heads: has 2 numbers for 3 layers. Give one number, or one for each layer."],
    [0, "net2", "row 3: has the id of row 2. Rename one."],
    [7, "5.l", 'row 3, synflow: must be a number, not "5.l"'],
    [7, "1.5 %", 'row 3, synflow: must be a number, not "1.5 %". Leave out the %.'],
  ])("with column %i = %j says: %s", (column, value, says) => {
    expect(complaints(text(withCell(3, column, value)))).toEqual([`own.csv:4: ${says}`]);
  });

  it.each(["", "nan", "NaN", "-inf", "Infinity", "1e400", "n/a", "NA", "null", "None"])(
    "takes the score %j for none",
    (cell) => {
      const { publishedScores } = table.read(text(withCell(3, 7, cell)), {});
      expect(publishedScores?.synflow?.slice(0, 4)).toEqual([0.5, 1.5, undefined, 3.5]);
    },
  );

  it("leaves out networks without quality, and scores that are no numbers", () => {
    const gaps = withCell(9, 7, "-inf", withCell(5, 7, "nan", withCell(3, 6, "", withCell(2, 6, "NaN"))));
    const { entries, leftOut, publishedScores } = table.read(text(gaps), {});
    expect(entries).toHaveLength(28);
    expect(leftOut).toEqual([{ reason: "no quality", count: 2, ids: ["net2", "net3"] }]);
    expect(publishedScores?.synflow?.slice(0, 8)).toEqual([
      0.5,
      3.5,
      undefined,
      5.5,
      6.5,
      7.5,
      undefined,
      9.5,
    ]);
    const untrained = rows.map((row) => row.replace(/,0\.\d+,/, ",,"));
    expect(complaints(text(untrained))).toEqual([
      "own.csv:1: quality: the column is missing. Add it: the trained quality, higher is better.",
    ]);
  });

  it("takes the same architecture with another quality as another training of it", () => {
    const again = [...rows, (rows[0] as string).replace("net1", "again").replace("0.500", "0.51")];
    expect(table.read(text(again), {}).entries).toHaveLength(31);
    const copy = [...rows, (rows[0] as string).replace("net1", "copy")];
    expect(complaints(text(copy))).toEqual(["own.csv:32: row 31: repeats row 1. Remove one."]);
  });

  it("takes rows for copies only in what the file says, where a column is not found", () => {
    expect(complaints(text(rows, header.replace("hidden,depth", "breadth,height")))).toEqual([
      "own.csv:1: hidden: the column is missing. Add it: hidden size.",
      "own.csv:1: depth: the column is missing. Add it: number of layers.",
    ]);
    const alike = rows.map((row, index) => row.replace(/,\d+,1000,/, ",9,1000,").replace("0.", `${index}.`));
    const accuracies = alike.map((row) => row.replace(/,[\d.]+,fine/, ",fine"));
    expect(
      complaints(text(accuracies, "id,hidden,layers,heads,ffn_width,vocabulary,accuracy,remark")),
    ).toEqual(['own.csv:1: quality: the column is missing. Is it "accuracy"? Rename that.']);
  });

  it("refuses a column that is there under two names, which may say two things", () => {
    const second = rows.map((row) => row.replace(/fine$/, "128"));
    expect(complaints(text(second, header.replace("remark", "d_model")))).toEqual([
      'own.csv:1: hidden: is given twice, as "hidden" and "d_model". Remove or rename one.',
    ]);
  });

  it("lists the first fifty of very many complaints", () => {
    const copies = Array.from({ length: 60 }, (_, index) => rows[0]!.replace("net1", `copy${index}`));
    const said = complaints(text([rows[0]!, ...copies]));
    expect(said).toHaveLength(51);
    expect(said.slice(-2)).toEqual(["own.csv:52: row 51: repeats row 1. Remove one.", "and 10 more"]);
  });

  it("lists 50 of its complaints and counts the others", () => {
    const copies = new Array<string>(2000).fill("64,2,4,128,1000,1");
    const said = complaints(text(copies, "hidden,depth,heads,ffnWidth,vocabulary,quality"));
    expect(said[0]).toBe("own.csv:3: row 2: repeats row 1. Remove one.");
    expect(said.at(-1)).toBe("and 1949 more");
  });

  it("refuses a column twice", () => {
    const says = 'own.csv:1: the column "hidden" occurs twice. Remove or rename one.';
    expect(complaints(text(rows, `${header},hidden`))).toEqual([says]);
  });

  it("refuses a nameless column that holds something", () => {
    const says = "own.csv:3: cell 10 is in a column without a name. Name the column in the first row.";
    expect(complaints(text([rows[0]!, `${rows[1]},7`], `${header},`))).toEqual([says]);
  });

  it("refuses rows with too many cells and quotes that do not close", () => {
    expect(complaints(text([...rows, `${rows[0]},1,2`]))).toEqual(["own.csv:32: has 11 cells, the header 9"]);
    expect(complaints(text([`"${rows[0]}`]))[0]).toMatch(/^own.csv:2: is not valid CSV/);
  });
});

describe("the qualities of a table", () => {
  const columns = "id,hidden,depth,heads,ffn_width,vocabulary,quality,quality:mnli,val_ppl,synflow";
  const several = rows.map((row, index) =>
    row.replace(/,([\d.]+),fine$/, `,${70 + index}.5,${30 - index},$1`),
  );
  const read = (quality?: string) => table.read(text(several, columns), { quality });

  it("are quality, quality:NAME and any column of numbers, of which the chosen one is no score", () => {
    expect(read()).toMatchObject({
      quality: "quality",
      qualities: ["quality", "mnli", "val_ppl", "synflow"],
    });
    expect(Object.keys(read().publishedScores ?? {})).toEqual(["val_ppl", "synflow"]);
    expect(read("mnli").entries[2]?.quality).toBe(72.5);
    expect(Object.keys(read("synflow").publishedScores ?? {})).toEqual(["val_ppl"]);
    expect(() => read("mnl")).toThrow("Did you mean mnli?");
  });

  it("are turned round by a minus", () => {
    for (const minus of ["-", "−"]) {
      const { entries, quality, qualityName, publishedScores } = read(`${minus}val_ppl`);
      expect([quality, qualityName]).toEqual(["−val_ppl", `${minus}val_ppl`]);
      expect(entries.slice(0, 2).map((entry) => entry.quality)).toEqual([-30, -29]);
      expect(Object.keys(publishedScores ?? {})).toEqual(["synflow"]);
    }
  });

  it("need no column of that name where another is chosen, or is a quality by its name", () => {
    const without = several.map((row) => row.replace(/,0\.\d+,/, ","));
    const named = text(without, columns.replace("quality,", ""));
    expect(table.read(named, {}).qualityName).toBe("mnli");
    const lossOnly = text(without, columns.replace("quality,quality:mnli", "other"));
    expect(complaints(lossOnly)).toEqual([
      'own.csv:1: quality: the column is missing. Is it "val_ppl"? Negate that and rename it, since lower is better there.',
    ]);
    expect(table.read(lossOnly, { quality: "-val_ppl" }).entries).toHaveLength(30);
  });

  it("of two trainings of one architecture that differ in the chosen one are both kept", () => {
    const twice = ["a,64,2,4,100,500,0.5,9", "b,64,2,4,100,500,0.5,8"];
    const content = text(twice, "id,hidden,depth,heads,ffn_width,vocabulary,quality,loss");
    expect(table.read(content, { quality: "-loss" }).entries).toHaveLength(2);
    expect(() => table.read(content, {})).toThrow("repeats row 1");
  });
});

describe("what a table may be written in", () => {
  const [one] = table.read(text(rows.slice(0, 1)), {}).entries;

  it("is CSV as pandas and spreadsheets write it", () => {
    const { entries, publishedScores } = table.read(text(rows), {});
    const numbered = rows.map((row, index) => `${index},${row}`);
    const commas = rows.map((row) => `${row},`);
    const semicolons = text(rows).replaceAll(",", ";");
    for (const other of [
      text(numbered, `,${header}`),
      text(numbered, `Unnamed: 0,${header}`),
      text(commas, `${header},`),
      `sep=;\n${semicolons}`,
      `\uFEFFsep=;\r\n${semicolons.replaceAll("\n", "\r\n")}`,
    ]) {
      const read = table.read(other, {});
      expect(read.entries).toEqual(entries);
      expect(read.publishedScores).toEqual(publishedScores);
    }
    expect(complaints(`sep=;\n${semicolons.replace("net2;64", "net2;x")}`)[0]).toMatch(
      /^own.csv:4: row 2, hidden/,
    );
  });

  it("is CSV with semicolons, tabs, quotes, CRLF, blank lines and other names", () => {
    for (const separator of [";", "\t"])
      expect(table.read(text([rows[0] as string]).replaceAll(",", separator), {}).entries).toEqual([one]);
    const quoted = (rows[0] as string).replace("fine", '"fine,\nreally"');
    const windows = text([quoted, "", rows[1] as string]).replaceAll("\n", "\r\n");
    expect(table.read(windows, {}).entries[0]).toEqual(one);
    expect(complaints(windows.replace("net2,64", "net2,x"))[0]).toMatch(/^own.csv:5: row 2, hidden/);
    const others = text(
      [rows[0] as string],
      header.replace("hidden", "Hidden Size").replace("depth", "n_layer"),
    );
    expect(table.read(others, {}).entries).toEqual([one]);
  });

  it("is JSON lines or a JSON list, with a document or a Hugging Face config inline", () => {
    const document = { hidden: 64, embedding: { vocabulary: 9 }, layers: [] as object[] };
    document.layers = [{ mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 80 } }];
    const config = { model_type: "gpt2", vocab_size: 90, n_embd: 32, n_layer: 2, n_head: 2, n_positions: 16 };
    const lines = [
      { quality: 1, architecture: document },
      { quality: 2, architecture: config, ours: 3 },
    ];
    const read = table.read(lines.map((line) => JSON.stringify(line)).join("\n"), {});
    expect(table.read(JSON.stringify(lines), {})).toEqual(read);
    expect(read.entries.map(({ macro }) => macro)).toEqual([
      { depth: 1, hidden: 64 },
      { depth: 2, hidden: 32 },
    ]);
    expect(read.publishedScores).toEqual({ ours: [undefined, 3] });
    const broken = `${JSON.stringify(lines[0])}\n${JSON.stringify(lines[1]).slice(0, 40)}`;
    expect(complaints(broken)).toEqual([
      "own.csv:2: is not valid JSON. Is the file cut off, or is it not JSON lines?",
    ]);
    const named = JSON.stringify({ ...lines[0], id: { of: 1 } });
    expect(complaints(named)).toEqual(["own.csv:1: row 1, id: must be a text or a number, not a map"]);
    // As Python's json module writes what is no number.
    const none = `${JSON.stringify(lines[0])}\n${JSON.stringify(lines[1]).replace('"quality":2', '"note":"NaN","quality":NaN')}`;
    for (const content of [none, `[${none.replace("\n", ",\n")}]`])
      expect(table.read(content, {})).toMatchObject({
        entries: [{ id: "1" }],
        leftOut: [{ reason: "no quality", count: 1, ids: ["2"] }],
      });
    const wrong = JSON.stringify({ quality: 1, architecture: { ...document, hidden: 0 } });
    expect(complaints(`${wrong}\n${wrong.replace("1", "2")}`)).toEqual([
      "own.csv:1: row 1, architecture: hidden: must be at least 1, not 0",
      "own.csv:2: row 2, architecture: hidden: must be at least 1, not 0",
    ]);
  });

  it("says how decimals are written where a spreadsheet wrote a comma", () => {
    const german = text([rows[0] as string])
      .replaceAll(",", ";")
      .replace("0.5", "0,5");
    expect(complaints(german)).toEqual([
      'own.csv:2: row 1, quality: must be a number, not "0,500". Write decimals with a point, and thousands without a comma.',
    ]);
  });

  it("gives one number a layer, grouped heads, gates, a tied vocabulary", () => {
    const first =
      "hidden,depth,heads,keyValueHeads,headDim,ffnWidth,ffnKind,kind,vocabulary,positions,tied,quality";
    const [entry] = table.read(
      text(["64,2,4 8,4,16,[100;200],gated,decoder,500,32,true,1"], first),
      {},
    ).entries;
    expect(entry?.architecture).toMatchObject({
      kind: "decoder",
      head: { vocabulary: "tied" },
      embedding: { vocabulary: 500, positions: 32 },
      layers: [
        { mixer: { heads: 4, keyValueHeads: 4, headDim: 16 }, ffn: { kind: "gated", width: 100 } },
        { mixer: { heads: 8, keyValueHeads: 4, headDim: 16 }, ffn: { kind: "gated", width: 200 } },
      ],
    });
    expect(cost(entry?.architecture as NonNullable<typeof entry>["architecture"]).parameters.embedding).toBe(
      532 * 64,
    );
    expect(complaints(text(["64,2,4,4,16,9,gate,coder,500,32,yes,1"], first))).toEqual([
      'own.csv:2: row 1, kind: must be decoder, encoder or vit, not "coder"',
      'own.csv:2: row 1, ffnKind: must be plain or gated, not "gate"',
      'own.csv:2: row 1, tied: must be true or false, not "yes"',
    ]);
  });
});

const groupedHeader = "name,hidden,depth,heads,ffn_width,vocabulary,group,quality";
const groupedRows = [
  "a,64,2,4,100,90,x,1",
  "a,64,2,4,100,90,x,2",
  "a,64,2,4,100,90,y,3",
  "b,64,2,4,100,90,y,1",
];

describe("a column of groups", () => {
  it("says what a network is compared with, and tells names that return apart", () => {
    const { entries } = table.read(text(groupedRows, groupedHeader), {});
    expect(entries.map(({ id, group }) => [id, group])).toEqual([
      ["a (x)", "x"],
      ["a (x) 2", "x"],
      ["a (y)", "y"],
      ["b", "y"],
    ]);
    const plain = table.read(text(rows), {}).entries;
    expect(plain.every((entry) => !("group" in entry))).toBe(true);
  });

  it("is filled in each row, or in none", () => {
    const hole = [...groupedRows, "c,64,2,4,100,90,,1"];
    expect(complaints(text(hole, groupedHeader))).toEqual(["own.csv:6: row 5, group: is missing"]);
    const copy = [...groupedRows, groupedRows[3]!];
    expect(complaints(text(copy, groupedHeader))).toEqual(["own.csv:6: row 5: repeats row 4. Remove one."]);
    const map = JSON.stringify({
      quality: 1,
      group: [1],
      hidden: 8,
      depth: 1,
      heads: 1,
      ffnWidth: 8,
      vocabulary: 9,
    });
    expect(complaints(map)).toEqual(["own.csv:1: row 1, group: must be a text or a number, not a list of 1"]);
  });
});

describe("columns of published shapes", () => {
  it("are read in snake_case and camelCase, 0 and 1 for no and yes", () => {
    const snake =
      "name,hidden,depth,heads,key_value_heads,head_dim,ffn_width,gated,vocabulary,tied,norm_kind,final_norm,bias,outputs,kind,group,quality,parameters_published,source";
    const cells = "a,64,2,4|8,2|4,16|8,100|200,1,500,0,rms,1,0,3,decoder,g,1,12345,a page";
    const [entry] = table.read(text([cells], snake), {}).entries;
    expect(entry).toMatchObject({ group: "g", publishedParameters: 12345 });
    expect(entry?.architecture).toMatchObject({
      kind: "decoder",
      norm: "rms",
      finalNorm: true,
      head: { vocabulary: "separate", outputs: 3 },
      layers: [
        {
          mixer: { heads: 4, keyValueHeads: 2, headDim: 16, bias: "none" },
          ffn: { kind: "gated", width: 100 },
        },
        {
          mixer: { heads: 8, keyValueHeads: 4, headDim: 8, bias: "none" },
          ffn: { kind: "gated", width: 200 },
        },
      ],
    });
    const camel = snake.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(table.read(text([cells], camel), {}).entries).toEqual([entry]);
    expect(complaints(text([cells.replace(",12345,", ",many,")], snake))).toEqual([
      'own.csv:2: row 1, parameters_published: must be a number, not "many"',
    ]);
  });

  it("describe Vision Transformers by their patches, without a vocabulary", () => {
    const first = "hidden,depth,heads,ffn_width,kind,patch,outputs,quality";
    const [entry] = table.read(text(["192,12,3,768,vit,224/16,1000,72.2"], first), {}).entries;
    // DeiT-Ti as it is published.
    expect(cost(entry!.architecture).parameters.total).toBe(5_717_416);
    expect(entry?.architecture).toMatchObject({
      kind: "encoder",
      embedding: { positions: 197, vocabulary: 0 },
    });
    const also = table.read(text(["192,12,3,768,vit,224/16,1000,72.2,0,1"], `${first},vocabulary,tied`), {});
    expect(also.entries).toEqual([entry]);
    expect(
      complaints(
        text(
          ["192,12,3,768,vit,16,1000,1", "192,12,3,768,vit,225/16,1000,2", "192,12,3,768,vit,,9,3"],
          first,
        ),
      ),
    ).toEqual([
      'own.csv:2: row 1, patch: must be the sizes of image and patch, such as 224/16, not "16"',
      "own.csv:3: row 2, patch: patches of 16 pixels do not tile an image of 225",
      "own.csv:4: row 3, patch: is missing",
    ]);
    expect(complaints(text(["192,12,3,768,decoder,224/16,1000,1,90"], `${first},vocabulary`))).toEqual([
      "own.csv:2: row 1, patch: needs the kind vit",
    ]);
    expect(complaints(text(["192,12,3,768,decoder,,0,1,0"], `${first},vocabulary`))).toEqual([
      "own.csv:2: row 1, vocabulary: is missing. Give the number of tokens, at least 1 without image patches.",
    ]);
  });

  it("are named where they are not known and hold no number", () => {
    expect(table.read(text(rows), {}).ignoredColumns).toEqual(["remark"]);
    expect(table.read(text(groupedRows, groupedHeader), {})).not.toHaveProperty("ignoredColumns");
  });
});

describe("guessFormat", () => {
  it("takes what calls itself a table for one, whatever it lacks", () => {
    expect(guessFormat("a,b\n1,2\n", "rows.csv")?.name).toBe("table");
    expect(guessFormat("a,b\n1,2\n", "rows.txt")).toBeUndefined();
  });
});
