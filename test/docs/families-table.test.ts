import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Family, huggingFaceFamilies } from "@zerolm/core";
import { expect, it } from "vitest";
import { withTable } from "./generated-table.js";

const path = join(resolve(import.meta.dirname, "../.."), "docs/hugging-face.md");

const cells = (name: string, { summary, pruning, tensors }: Family): string[] => [
  `\`${name}\``,
  summary,
  "yes",
  "yes",
  tensors ? "yes" : "no",
  pruning.refused === undefined ? "yes" : `no: ${pruning.refused}`,
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
  ];
  const rows = Object.entries<Family>(huggingFaceFamilies).map(([name, family]) => cells(name, family));
  const lines = [headings, headings.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  const fresh = withTable(page, "families", lines);
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(path, fresh);
  else expect(page).toBe(fresh);
});
