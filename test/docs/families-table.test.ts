import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type Family,
  huggingFaceFamilies,
  type ModelType,
  resolveHuggingFaceConfig,
  WorkError,
} from "@zerolm/core";
import { networkOf } from "@zerolm/engine";
import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryConfigOf } from "../../packages/core/test/hugging-face/arbitrary-config.js";
import { withTable } from "./generated-table.js";

const path = join(resolve(import.meta.dirname, "../.."), "docs/hugging-face.md");

/** "yes" if configs of a family, always the same ones, are built as networks; "some", or why none is. */
function networkCell(type: ModelType): string {
  const drawn = fc.sample(arbitraryConfigOf(type), { seed: 14, numRuns: 60 });
  const read = drawn.flatMap((config) => resolveHuggingFaceConfig({ ...config }).value ?? []).slice(0, 8);
  const ids = { encoder: new Int32Array(4), decoder: new Int32Array(4) };
  const refused = read.flatMap((architecture) => {
    try {
      networkOf(architecture, { batch: { sequences: 2, tokens: 2 }, ids });
      return [];
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      return [error.message.replace(/^a network with /, "").replace(/ cannot be run: it/, "")];
    }
  });
  const [first] = refused;
  if (first === undefined) return "yes";
  return refused.length < read.length ? `some: ${first}` : `no: ${first}`;
}

function prunedCell({ refused, headsStay, hiddenStays }: Family["pruning"]): string {
  if (refused !== undefined) return `no: ${refused}`;
  if (headsStay !== undefined) return `FFN rows alone: ${headsStay}`;
  return hiddenStays === undefined ? "yes" : `yes, except the hidden size: ${hiddenStays}`;
}

const cells = (name: string, { summary, pruning, tensors }: Family): string[] => [
  `\`${name}\``,
  summary,
  "yes",
  "yes",
  tensors ? "yes" : "no",
  prunedCell(pruning),
  networkCell(name as ModelType),
];

it("docs/hugging-face.md: families (`npm run docs` writes it)", () => {
  const page = readFileSync(path, "utf8");
  const headings = [
    "`model_type`",
    "what it is",
    "config read",
    "config written",
    "checkpoint read",
    "pruned",
    "network",
  ];
  const rows = Object.entries<Family>(huggingFaceFamilies).map(([name, family]) => cells(name, family));
  const lines = [headings, headings.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const fresh = withTable(page, "families", lines);
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(path, fresh);
  else expect(page).toBe(fresh);
});
