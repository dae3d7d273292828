import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type OnnxExecutor, openOnnx } from "@zerolm/engine";
import { afterAll, describe, expect, it } from "vitest";
import { linesOf, tableIn, withTable } from "./generated-table.js";
import { type models, type PrunedModel, prunedModel } from "./pruned-model.js";
import { byText, fewSizes, sizes, tables, wayNames } from "./pruning-tables.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/pruning.md");
/** `npm run docs:pruning` measures everything again; `--testNamePattern` chooses tables. */
const updating = process.env.UPDATE_PRUNING !== undefined;
const hasData = existsSync(join(process.env.ZEROLM_DATA ?? "", "plain-llama-kjv"));

const executor: OnnxExecutor | undefined = await openOnnx({ isSteady: true }).catch(() => undefined);
const opened = new Map<keyof typeof models, PrunedModel>();
async function modelNamed(name: keyof typeof models): Promise<PrunedModel> {
  const model = opened.get(name) ?? (await prunedModel(name, executor!));
  opened.set(name, model);
  return model;
}
afterAll(async () => {
  for (const model of opened.values()) await model.close();
  await executor?.close();
});

describe.skipIf(!hasData || !executor)(
  "tables of docs/pruning.md (need ZEROLM_DATA and ONNX Runtime)",
  () => {
    it.runIf(updating).each(Object.entries(tables))(
      "%s: measured anew",
      async (name, [modelName, make]) => {
        const table = await make(await modelNamed(modelName));
        const old = readFileSync(page, "utf8");
        const block = name.split(": ")[0]!;
        writeFileSync(page, withTable(old, block, linesOf(table, old, block)));
      },
      3_600_000,
    );

    it("have a row for every size and every way", () => {
      const text = readFileSync(page, "utf8");
      for (const name of ["sizes", "supernet-sizes"])
        expect([...tableIn(text, name).rows.keys()]).toEqual(sizes.map(String));
      for (const name of ["ways", "supernet-ways"])
        expect([...tableIn(text, name).rows.keys()]).toEqual(wayNames);
    });

    it("say what pruning to 80 % does, by norms and by a text", async () => {
      const model = await modelNamed("plain-llama-kjv");
      const row = tableIn(readFileSync(page, "utf8"), "sizes").rows.get("0.8")!.split("|");
      const [norms, own] = [await model.at(0.8, {}), await model.at(0.8, await byText(model))];
      expect(fewSizes).toContain(0.8);
      expect(Number(row[3])).toBeCloseTo(norms.loss, 3);
      expect(Number(row[5])).toBeCloseTo(own.loss, 3);
    });
  },
);
