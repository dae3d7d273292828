import { beforeAll, describe, expect, it } from "vitest";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

/** Twelve networks of two qualities, a loss, and one that was never trained on the second task. */
const rows = Array.from({ length: 12 }, (_, index) =>
  [`n${index}`, 64, 1 + index, 4, 128, 1000, index, index === 3 ? "nan" : 20 - index, 9 - index / 2].join(),
);
const own = work.path("own.csv");
beforeAll(() =>
  work.write(
    "own.csv",
    `id,hidden,depth,heads,ffnWidth,vocabulary,quality:mnli,quality:rte,val_ppl\n${rows.join("\n")}\n`,
  ),
);

const json = (...words: string[]) => runJsonInProcess<Record<string, unknown>>(words);

describe("--quality", () => {
  const evaluate = ["evaluate", "table", "--data", own, "--proxy", "parameters", "--resamples", "0"];
  const left = { reason: "no rte", count: 1, ids: ["n3"] };

  it("chooses by what evaluate judges, and says which networks lack it", async () => {
    expect(await json(...evaluate)).toMatchObject({ qualityName: "mnli", architectures: 12, leftOut: [] });
    const rte = await json(...evaluate, "--quality", "rte");
    expect(rte).toMatchObject({ qualityName: "rte", architectures: 11, leftOut: [left] });
    expect(rte.results).toContainEqual(expect.objectContaining({ proxy: "parameters", kendall: -1, k: 10 }));
    const { stdout } = await runInProcess([...evaluate, "--quality", "rte"]);
    expect(stdout).toContain("left out: 1 network with no rte: n3");
    const loss = await json(...evaluate, "--quality", "-val_ppl");
    expect(loss).toMatchObject({ qualityName: "-val_ppl", quality: "−val_ppl" });
    expect(loss.results).toContainEqual(expect.objectContaining({ proxy: "parameters", kendall: 1 }));
  });

  it("goes with import, which lists the qualities, and with calibrate", async () => {
    const imported = await json("benchmarks", "import", own, "--quality", "rte");
    expect(imported).toMatchObject({ qualities: ["mnli", "rte", "val_ppl"], leftOut: [left] });
    const { stdout } = await runInProcess(["benchmarks", "import", own, "--quality", "rte"]);
    expect(stdout).toMatch(/qualities +mnli, rte, val_ppl\n/);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`${own} --quality rte`);
    const words = ["calibrate", "table", "--data", own, "--label-free", "--quality", "rte"];
    expect(await json(...words)).toMatchObject({ architectures: 11 });
  });

  it("is refused with the names there are", async () => {
    const { code, stderr } = await runInProcess([...evaluate, "--quality", "mnly"]);
    expect(code).not.toBe(0);
    expect(stderr).toContain("Did you mean mnli?");
    const builtin = await runInProcess(["evaluate", "gemstones", "--quality", "loss"]);
    expect(builtin.stderr).toContain("no quality");
  });
});
