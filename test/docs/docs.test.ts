import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
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

/** Networks are run by packages that are not installed with zerolm. */
const needsRuntime = ({ source }: Example): boolean => source.includes(" --text ");

const isInstalled = (name: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
};
const hasRuntime = ["onnxruntime-node", "onnxruntime-web"].some(isInstalled);

/** Why an example is not run here. */
function lacking(example: Example): string | undefined {
  if (needsData(example) && !process.env.ZEROLM_DATA) return "needs ZEROLM_DATA";
  return needsRuntime(example) && !hasRuntime ? "needs ONNX Runtime" : undefined;
}

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
    const lacks = lacking(example);
    it.skipIf(lacks !== undefined)(lacks === undefined ? title : `${title} (${lacks})`, () => {
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
