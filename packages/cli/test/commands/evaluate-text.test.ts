import { describe, expect, it } from "vitest";
import { expectPrinted } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

/** Judges networks of one's own, which get better with width, and prints what it found. */
async function printed(
  rows: readonly { readonly quality: number; readonly ours?: number }[],
): Promise<string> {
  const lines = rows.map(
    ({ quality, ours = "" }, index) => `64,2,4,${100 + 7 * index},1000,${quality},${ours}`,
  );
  work.write("own.csv", ["hidden,depth,heads,ffnWidth,vocabulary,quality,ours", ...lines].join("\n"));
  const line = ["evaluate", "table", "--data", work.path("own.csv"), "--proxy", "parameters,flops,kvBytes"];
  const ended = await runInProcess([...line, "--resamples", "60", "--details"]);
  expectPrinted(ended);
  return ended.stdout;
}

const rowsOf = (text: string, name: string): string[] =>
  text.split("\n").filter((line) => line.startsWith(`${name} `));

describe("what evaluate prints", () => {
  const quality = (index: number): number => 50 + ((index * 7) % 20) + index;

  it("compares with the best that is judged by all networks, and says which is judged by some", async () => {
    const text = await printed(
      Array.from({ length: 20 }, (_, index) => ({
        quality: quality(index),
        ...(index < 12 ? { ours: quality(index) } : {}),
      })),
    );
    expect(text).toContain(
      "evaluated only on the networks that have a score, and not compared: ours † on 12",
    );
    expect(rowsOf(text, "parameters")[2]).toMatch(/ best$/);
    expect(rowsOf(text, "ours †")[2]).toMatch(/ n\/a$/);
  });

  it("shows regret in the digits in which quality differs", async () => {
    const rows = (unit: number) =>
      Array.from({ length: 20 }, (_, index) => ({ quality: 1 + unit * (index === 0 ? 30 : index), ours: 2 }));
    expect(rowsOf(await printed(rows(1)), "parameters")[0]).toMatch(/ 11\.00$/);
    expect(rowsOf(await printed(rows(1e-4)), "parameters")[0]).toMatch(/ 0\.00110$/);
    expect(rowsOf(await printed(rows(1e30)), "parameters")[0]).toMatch(/ 1\.10e\+31$/);
  });

  it("names what ranks the wrong way round, turns it, and shows details only if asked", async () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      quality: quality(index),
      ours: -quality(index),
    }));
    expect((await printed(rows)).replaceAll(/\s+/g, " ")).toContain(
      "with their τ under --flip: ours † 1.000",
    );
    const line = ["evaluate", "table", "--data", work.path("own.csv"), "--proxy", "parameters"];
    const { stdout } = await runInProcess([...line, "--resamples", "0", "--flip", "ours", "--top", "3"]);
    expect(rowsOf(stdout, "−ours †")).toHaveLength(1);
    expect(rowsOf(stdout, "−ours †")[0]).toMatch(/^−ours † +1\.000 +n\/a +1\.000 +n\/a .* 0\.00$/);
    expect(stdout).toContain("regret: quality lost by training only the 3 that score highest.");
    expect(stdout).toContain("--details.");
    expect(stdout).not.toContain("under --flip");
  });

  it("claims no choice of ten among ten", async () => {
    const rows = Array.from({ length: 11 }, (_, index) => ({ quality: quality(index) }));
    const note = "regret and top 10 are n/a";
    const ten = await printed(rows.slice(1));
    expect(rowsOf(ten, "parameters")[0]).toMatch(/ n\/a$/);
    expect(ten).toContain(note);
    const eleven = await printed(rows);
    expect(rowsOf(eleven, "parameters")[0]).toMatch(/ \d\.\d\d$/);
    expect(eleven).not.toContain(note);
  });
});
