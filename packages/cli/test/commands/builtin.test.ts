import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
// No data on the machine.
beforeAll(() => {
  vi.stubEnv("ZEROLM_DATA", "");
  vi.stubEnv("ZEROLM_CACHE", work.path("no-cache"));
});
afterAll(() => void vi.unstubAllEnvs());

const few = ["--resamples", "20", "--proxy", "nonEmbeddingParameters,zerolm"];

const json = async <T>(...words: string[]): Promise<T> => {
  const { code, stdout, stderr } = await runInProcess([...words, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as T;
};

interface Judged {
  readonly groups?: number;
  readonly pairs: { readonly matchedSize: number };
  readonly results: readonly { readonly proxy: string; readonly kendall: number }[];
}

describe("built-in benchmarks", () => {
  it("are judged by name", async () => {
    const judged = await json<Judged>("evaluate", "gemstones", ...few);
    expect(judged).toMatchObject({ benchmark: "gemstones", architectures: 22 });
    expect(judged).not.toHaveProperty("groups");
    expect(judged.results[0]?.kendall).toBeCloseTo(0.948, 3);
  });

  it("are judged within groups, and say so", async () => {
    const judged = await json<Judged>("evaluate", "chinchilla", ...few);
    expect(judged).toMatchObject({ groups: 20, pairs: { matchedSize: 85 } });
    expect(judged.results[0]?.kendall).toBeCloseTo(0.964, 3);
    const printed = await runInProcess(["evaluate", "chinchilla", "timm-vit", ...few]);
    expectPrinted(printed);
    expect(printed.stdout).toContain("20 groups, compared only within a group\n");
    expect(printed.stdout).toContain("With groups: pairs are counted within groups");
    const files = ["a.svg", "a.html", "a.md"].map((file) => work.path(file));
    const outputs = ["--plot", files[0]!, "--report", files[1]!, "--markdown", files[2]!];
    expect((await runInProcess(["evaluate", "mobilellm-heads", ...few, ...outputs])).code).toBe(0);
    expect(work.read("a.md")).toContain("2 groups, compared only within a group.");
  });

  it("are listed as built in, with their source", async () => {
    const listed = await runInProcess(["benchmarks"]);
    expectPrinted(listed);
    expect(listed.stdout).toMatch(/gemstones: 22 decoders .*\n {6}built in, from McLeish et al\. 2025/);
    expect(listed.stdout).toContain("use your own: zerolm evaluate table --data FILE");
    const { benchmarks } = await json<{
      benchmarks: { name: string; sets: { name: string; builtin?: boolean }[] }[];
    }>("benchmarks");
    const sets = benchmarks.find(({ name }) => name === "table")?.sets;
    expect(sets).toContainEqual(expect.objectContaining({ name: "chinchilla", builtin: true }));
    expectRefused(
      await runInProcess(["benchmarks", "download", "chinchilla"]),
      2,
      "chinchilla is built in: zerolm evaluate chinchilla needs no download",
    );
  });

  it("give a file of --data the preference", async () => {
    const header = "id,hidden,depth,heads,ffnWidth,vocabulary,quality";
    const rows = [1, 2, 3, 4, 5].map((index) => `n${index},64,${index},4,100,90,${index}`);
    work.write("own.csv", [header, ...rows].join("\n"));
    const file = work.path("own.csv");
    expect(await json("evaluate", "gemstones", "--data", file, ...few)).toMatchObject({ architectures: 5 });
  });

  it("teach a predictor if they have one group", async () => {
    const suggested = await json(
      "suggest",
      "llama-small-wide",
      "--labelled",
      "gemstones",
      "--candidates",
      "5",
      "--count",
      "1",
    );
    expect(suggested).toMatchObject({ labels: 22 });
    const says = "chinchilla has 20 groups, and qualities of different groups cannot be compared";
    expectRefused(await runInProcess(["suggest", "llama-small-wide", "--labelled", "chinchilla"]), 2, says);
    expectRefused(await runInProcess(["calibrate", "chinchilla"]), 2, says);
    expectRefused(await runInProcess(["evaluate", "chinchilla", "--alpha", "cross-fitted"]), 2, says);
    expect(await json("calibrate", "chinchilla", "--label-free")).toMatchObject({ architectures: 230 });
  });
});

describe("benchmarks import", () => {
  it("says how many groups a table has, and which columns it does not know", async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((index) => `64,${index},4,100,90,${index % 2},${index},fine`);
    const header = "hidden,depth,heads,ffnWidth,vocabulary,group,quality,remrak";
    work.write("grouped.csv", [header, ...rows].join("\n"));
    const file = work.path("grouped.csv");
    const printed = await runInProcess(["benchmarks", "import", file]);
    expect(printed.stdout).toMatch(/groups +2, compared only within a group/);
    expect(printed.stdout).toMatch(/ignored +unknown columns without numbers: remrak/);
    expect(await json("benchmarks", "import", file)).toMatchObject({ groups: 2, ignoredColumns: ["remrak"] });
  });
});
