import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { casesOf } from "../../bench/compare/checkout.js";
import { comparisonOf } from "../../bench/compare/comparison.js";
import { measure, pairsOf } from "../../bench/compare/measure.js";
import { reportText } from "../../bench/compare/report.js";
import { unattended } from "../unattended.js";

const folder = mkdtempSync(join(tmpdir(), "zerolm-compare-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const order = join(folder, "order.txt");

/** A program that notes that it ran, and prints a figure of another size each time, as measured ones are. */
const program = (name: string, size: number, more = ""): string => `
  const { appendFileSync, existsSync, readFileSync } = require("node:fs");
  const order = ${JSON.stringify(order)};
  const runs = existsSync(order) ? readFileSync(order, "utf8").split("\\n").filter((one) => one === "${name}").length : 0;
  appendFileSync(order, "${name}\\n");
  const seconds = ${size} * (1 + runs / 100);
  console.log(JSON.stringify({ seconds, perSecond: 1 / seconds, points: 7, read: process.argv.length - 1${more} }));
`;

/** The cases of a checkout: `fast` and `slow`, a program of `size`, and one that only it has. */
function writeCheckout(path: string, name: string, size: number, own: string): void {
  const node = (source: string) => `[process.execPath, "-e", ${JSON.stringify(source)}]`;
  write(
    `${path}/cases.js`,
    `export const cases = [
      { name: "same", what: "as quick as before", command: ${node(program(`same-${name}`, 2))}, prepare: async () => ["${name}"] },
      { name: "slow", what: "slower than before", command: ${node(program(`slow-${name}`, size, `, found: ${size}`))} },
      { name: "slow-shell", what: "the same in another language", command: ["sh", "-c", "echo '{\\"seconds\\": 4}'; echo peer >> ${order}"] },
      { name: "${own}", what: "only here", command: [process.execPath] },
      { name: "other", what: "left out by the filter", command: [process.execPath, "-e", "process.exit(1)"] },
    ];`,
  );
  write(`${dirname(path)}/package.json`, '{ "type": "module" }');
  write(`${dirname(path)}/packages/cli/dist/main.js`, "");
}

writeCheckout("old/benchmarks", "old", 1, "same-before");
writeCheckout("new/bench", "new", 2, "same-after");

const compared = await (async () => {
  const [old, now] = [await casesOf(join(folder, "old")), await casesOf(join(folder, "new"))];
  const { pairs, unpaired } = pairsOf(old, now, "same,slow");
  return { unpaired, comparison: comparisonOf(await measure(pairs, 4)) };
})();
const { cases, peers } = compared.comparison;
const figureOf = (name: string, figure: string) =>
  [...cases, ...peers].find((one) => one.name === name)?.figures.find((one) => one.figure === figure);

describe("comparison of two checkouts", () => {
  it("runs old and new once a round, every second round in the reverse order, and peers once", () => {
    const one = ["same-old", "same-new", "slow-old", "slow-new", "peer"];
    const two = [...one, ...one.toReversed()];
    expect(readFileSync(order, "utf8").trimEnd().split("\n")).toEqual([...two, ...two]);
  });

  it("pairs cases by name, and names those that only one of the two has", () => {
    expect(cases.map(({ name }) => name)).toEqual(["same", "slow"]);
    expect(peers.map(({ name }) => name)).toEqual(["slow-shell"]);
    expect(compared.unpaired).toEqual(["same-after", "same-before"]);
  });

  it("gives the ratio new/old of every round, of a rate the other way round", () => {
    expect(figureOf("same", "seconds")).toMatchObject({ ratio: 1, interval: [1, 1], verdict: "within" });
    for (const figure of ["seconds", "perSecond"]) {
      const { ratio, interval, verdict } = figureOf("slow", figure)!;
      expect(ratio).toBeCloseTo(2, 12);
      expect(interval?.[0]).toBeCloseTo(2, 12);
      expect(verdict).toBe("beyond");
    }
    expect(figureOf("slow", "wall")?.old).toHaveLength(4);
  });

  it("tells results, which do not vary, from what is measured", () => {
    expect(figureOf("slow", "points")).toMatchObject({ old: [7, 7, 7, 7], verdict: "same" });
    expect(figureOf("slow", "found")).toMatchObject({ old: [1, 1, 1, 1], verdict: "differs" });
  });

  it("has both read what the new one prepares", () => {
    expect(figureOf("same", "read")).toMatchObject({ old: [1, 1, 1, 1], new: [1, 1, 1, 1] });
    expect(figureOf("slow", "read")).toMatchObject({ old: [0, 0, 0, 0] });
  });

  it("sets the new one against a peer in another language", () => {
    const { old, ratio } = figureOf("slow-shell", "seconds")!;
    expect(old).toEqual([4, 4, 4, 4]);
    expect(ratio).toBeCloseTo(0.5075, 10);
    expect(figureOf("slow-shell", "points")).toBeUndefined();
  });

  it("is a table of at most 100 columns that ends with the verdict", () => {
    const text = reportText(compared.comparison);
    for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^slow: slower than before\n {2}figure +old +new +new\/old +95 % {2}verdict\n/m);
    expect(text).toMatch(/^ {2}seconds +1\.0150 +2\.0300 +2\.000 +2\.000–2\.000 {2}beyond$/m);
    expect(text.split("\n").slice(-2).join(" ")).toMatch(
      /^Verdict: the lower 95 % bound of the ratio exceeds 1\.05 for \d of \d+ figures: .*slow seconds, slow perSecond/,
    );
  });

  it("refuses what is no built checkout", async () => {
    write("unbuilt/bench/cases.js", "export const cases = [];");
    await expect(casesOf(join(folder, "unbuilt"))).rejects.toThrow("is not built; run `npm install");
    await expect(casesOf(join(folder, "none"))).rejects.toThrow("has no bench/cases.js and no benchmarks/");
  });
});

describe("npm run bench:compare", () => {
  const script = resolve(import.meta.dirname, "../../bench/compare.js");

  it.each([[[]], [["old", "1"]], [["old", "many"]]])("explains its usage for %j", (words) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...words], unattended);
    expect(status).toBe(2);
    expect(stderr).toContain("usage: npm run bench:compare -- OLD_CHECKOUT");
  });
});
