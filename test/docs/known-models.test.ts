import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Architecture, answerAtSize, cost, type KnownModel, knownModels, proxies } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { type GeneratedTable, linesOf, withTable } from "./generated-table.js";

const page = join(resolve(import.meta.dirname, "../.."), "docs/known-models.md");
const updating = process.env.UPDATE_DOCS !== undefined;

const scorer = proxies.shape.scorer();

/** A row of the table; nothing for a model that is no decoder of equal layers, or that zerolm does not read. */
function rowOf({ name, kind, architecture }: KnownModel): readonly [string, readonly string[]][] {
  const answer = kind === "decoder" && architecture ? answerAtSize(architecture, scorer) : undefined;
  if (!architecture || !answer) return [];
  const shape = ({ layers, hidden }: { readonly layers: readonly unknown[]; readonly hidden: number }) =>
    `${layers.length} × ${hidden}`;
  const millions = cost(architecture).parameters.total / 1e6;
  const cells = [
    `${millions < 1000 ? millions.toFixed(1) : millions.toFixed(0)}M`,
    shape(architecture),
    String(architecture.embedding.vocabulary),
    ...proportionsOf(architecture),
    shape(answer.architecture),
    `${answer.equivalentSize.toFixed(1)} %`,
  ];
  return [[name, cells]];
}

/** The width of the FFN in hidden sizes, and how many query heads share a key/value head. */
function proportionsOf({ hidden, layers: [layer] }: Architecture): string[] {
  const { ffn, mixer } = layer ?? {};
  const width = ffn?.kind === "gated" ? ffn.width : ffn?.kind === "plain" ? ffn.widths[0] : undefined;
  const gated = ffn?.kind === "gated" ? ", gated" : "";
  return [
    width === undefined ? "–" : `${Number((width / hidden).toFixed(2))}${gated}`,
    mixer?.kind === "attention" ? String(mixer.heads / mixer.keyValueHeads) : "–",
  ];
}

const knownTable = (): GeneratedTable => ({
  headings: [
    "model",
    "parameters",
    "its depth × hidden",
    "vocabulary",
    "FFN ÷ hidden",
    "heads a key/value head",
    "answer of shape",
    "equivalent size of the difference",
  ],
  rows: new Map(knownModels().flatMap(rowOf)),
});

describe("docs/known-models.md", () => {
  it("has the table that the code gives", () => {
    const text = readFileSync(page, "utf8");
    const table = knownTable();
    expect(table.rows.size).toBeGreaterThanOrEqual(12);
    const fresh = withTable(text, "known", linesOf(table, text, "known"));
    if (updating) writeFileSync(page, fresh);
    else expect(text).toBe(fresh);
  });

  it("says that SmolLM2-135M and MobileLLM-125M are within 1 % of size of the answer", () => {
    const { rows } = knownTable();
    for (const name of ["smollm2-135m", "mobilellm-125m"])
      expect(Number.parseFloat(rows.get(name)?.at(-1) ?? "")).toBeLessThan(1);
  });
});
