import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSpace } from "@zerolm/core";
import { spaceContract } from "@zerolm/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";

const cases = process.env.ZEROLM_CASES ?? "";
const inCase = (...parts: string[]): string => join(cases, ...parts);

const folder = mkdtempSync(join(tmpdir(), "zerolm-cases-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ranked {
  readonly ranking: readonly { readonly name: string }[];
}

describe.skipIf(cases === "")("cases of others (needs ZEROLM_CASES)", () => {
  it("ranks JSON lines, each under the name that it has", async () => {
    const file = inCase("evaluation", "rank-many-from-python", "many.jsonl");
    const names = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).name);
    const { ranking } = await runJsonInProcess<Ranked>(["rank", file]);
    expect(ranking.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it("tells rows apart whose files have one name", async () => {
    const paths = [
      "experiment-one/models_roberta/config.json",
      "experiment-two/models_roberta/config.json",
      "two-layer-cut",
    ];
    const { ranking } = await runJsonInProcess<Ranked>(["rank", ...paths], {
      cwd: inCase("search", "names-in-rank"),
    });
    expect(ranking.map(({ name }) => name).sort()).toEqual(paths);
  });

  it("takes four million architectures with equal layers", async () => {
    const file = inCase("search", "four-million-refused", "space.yaml");
    const checked = await runInProcess(["spaces", "check", file]);
    expect(checked.code).toBe(0);
    const words = ["search", file, "--max-params", "200M", "--top", "1", "--no-advice"];
    const { evaluated } = await runJsonInProcess<{ readonly evaluated: number }>([
      ...words,
      "--method",
      "exhaustive",
    ]);
    expect(evaluated).toBe(Number(readSpace(readFileSync(file, "utf8"), file).size));
    expect(evaluated).toBeGreaterThan(1e6);
  });

  it("judges scores of one's own on a set, joined by id", async () => {
    const scores = inCase("evaluation", "own-scores-on-a-set", "scores.csv");
    const ids = readFileSync(scores, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.slice(0, line.indexOf(",")));
    const lines = ids.map((id, index) => `${id},${index % 13},64,2,2,${64 + index},1000`);
    const table = join(folder, "own.csv");
    writeFileSync(table, ["id,quality,hidden,depth,heads,ffnWidth,vocabulary", ...lines].join("\n"));
    const shown = await runInProcess(["evaluate", `table=${table}`, "--proxy", scores, "--resamples", "0"]);
    expect(shown.stderr).toBe("");
    expect(shown.stdout).toMatch(/^my proxy\s/m);
  });

  const small =
    cases === ""
      ? ""
      : readFileSync(inCase("evaluation", "contract-of-small-spaces", "electra-small.yaml"), "utf8");
  if (small !== "")
    describe("a space of 30 architectures whose layers offer no choice", () => {
      spaceContract(readSpace(small, "electra-small.yaml"));
    });
});
