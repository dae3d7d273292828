import { renamedFields, withOldFields } from "@zerolm/tasks";
import { beforeAll, describe, expect, it } from "vitest";
import { version } from "../../package.json";
import { renamedFlags } from "../../src/options/renamed-flags.js";
import { program } from "../../src/program.js";
import { spaceYaml } from "../configs.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(() => {
  work.write("rows.json", inventedRows(12));
  work.write("space.yaml", spaceYaml);
});

const json = async (line: string): Promise<Record<string, unknown>> =>
  JSON.parse((await runInProcess([...wordsOf(line), "--json"])).stdout) as Record<string, unknown>;

const warning =
  "zerolm: --inventory is deprecated since 0.2.0 and will be removed in the next release. Use --reading\n";

/** The words of a line, the files of this test in capitals. */
const wordsOf = (line: string): string[] =>
  line.replace("ROWS", work.path("rows.json")).replace("SPACE", work.path("space.yaml")).split(" ");

describe("a flag under its old name", () => {
  it.each([
    "evaluate nas-bench-bert --data ROWS --resamples 0",
    "calibrate nas-bench-bert --data ROWS --labels 4 --draws 2",
    "suggest SPACE --labelled ROWS --candidates 20",
    "benchmarks import ROWS",
  ])("does what the new one does, with a warning: zerolm %s", async (line) => {
    const withoutTime = (text: string) => text.replaceAll(/[\d.]+ s\b/g, "");
    const now = await runInProcess([...wordsOf(line), "--reading", "labelled"]);
    expect({ code: now.code, stderr: now.stderr }).toEqual({ code: 0, stderr: "" });
    for (const old of [["--inventory", "labelled"], ["--inventory=labelled"]]) {
      const { code, stdout, stderr } = await runInProcess([...wordsOf(line), ...old]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: warning });
      expect(withoutTime(stdout)).toBe(withoutTime(now.stdout));
    }
  });

  it("is refused as the new one is, and says nothing with --quiet", async () => {
    const words = [...wordsOf("benchmarks import ROWS"), "--inventory"];
    const { code, stderr } = await runInProcess([...words, "labeled"]);
    expect({ code, stderr: stderr.replace(warning, "") }).toEqual({
      code: 2,
      stderr: expect.stringContaining("Did you mean labelled?"),
    });
    expect((await runInProcess([...words, "labelled", "--quiet"])).stderr).toBe("");
  });

  it("is not in the help, nor in a suggestion", async () => {
    for (const command of (await program()).commands)
      for (const { old } of renamedFlags) expect(command.helpInformation()).not.toContain(old);
    const { stderr } = await runInProcess(["evaluate", "nas-bench-bert", "--inventori", "x"]);
    expect(stderr).not.toContain("--inventory");
  });
});

describe("a field under its old name", () => {
  it.each([
    "evaluate nas-bench-bert --data ROWS --resamples 0",
    "calibrate nas-bench-bert --data ROWS --labels 4 --draws 2",
    "calibrate nas-bench-bert --data ROWS --label-free",
    "calibrate nas-bench-bert --data ROWS --predictor --labels 4 --draws 1",
    "benchmarks import ROWS",
  ])("stands beside the new one: zerolm %s --json", async (line) => {
    expect(await json(line)).toMatchObject({ reading: "trained", inventory: "trained" });
  });

  it("stands beside the new one in lists", async () => {
    const { best } = await json("search SPACE --top 3");
    for (const found of best as { ties: number; alike: number }[]) {
      expect(found.ties).toBeGreaterThan(0);
      expect(found.alike).toBe(found.ties);
    }
    const { benchmarks } = await json("benchmarks");
    for (const one of benchmarks as Record<string, unknown>[]) {
      expect(one.inventories).toEqual(one.readings);
      expect(one.defaultInventory).toEqual(one.defaultReading);
    }
  });

  it("is left out where the new one is, and changes nothing else", () => {
    expect(withOldFields({ score: 1 })).toEqual({ score: 1 });
    expect(Object.keys(withOldFields({ ties: 2, score: 1 }))).toEqual(["ties", "score", "alike"]);
  });
});

describe("an old name", () => {
  const number = (release: string): number =>
    release.split(".").reduce((sum, part) => 1000 * sum + Number(part), 0);

  it.each([...renamedFlags, ...renamedFields])("goes after one release: $old, now $now", ({ since }) => {
    expect(number(version)).toBeLessThanOrEqual(number(since));
  });
});
