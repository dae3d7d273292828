import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Example,
  examplesOf,
  filesOf,
  runExample,
  updatePage,
  withoutSeconds,
  workFolder,
} from "./examples.js";

const root = resolve(import.meta.dirname, "../..");
const pages = ["README.md", ...listed("docs")];
/** `npm run docs` writes the outputs into the pages instead of comparing them. */
const updating = process.env.UPDATE_DOCS !== undefined;

function listed(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file))
    .sort();
}

const needsData = ({ source }: Example): boolean =>
  source.includes("tiny-llama-kjv") ||
  (/zerolm (evaluate|calibrate)\b/.test(source) && !source.includes("--data"));

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const folder = workFolder(filesOf(text));
  const outputs = new Map<Example, string>();
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    if (updating) updatePage(join(root, page), outputs);
  });

  for (const example of examplesOf(text)) {
    const title = `line ${example.line}: ${example.source.split("\n")[0]}`;
    const skipped = needsData(example) && !process.env.ZEROLM_DATA;
    it.skipIf(skipped)(skipped ? `${title} (needs ZEROLM_DATA)` : title, () => {
      const output = runExample(example, folder);
      const [now, before] = [withoutSeconds(output), withoutSeconds(example.output.trimEnd())];
      // The same output keeps its seconds: a page changes where what it says does.
      if (updating && now !== before) outputs.set(example, output);
      if (!updating) expect(now).toBe(before);
    });
  }

  it("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link as string);
    const here = join(root, page, "..");
    for (const link of links) expect(() => readFileSync(join(here, link)), link).not.toThrow("ENOENT");
  });
});
