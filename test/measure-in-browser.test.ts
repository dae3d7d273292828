/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tasks } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { chromiumPath, startChromium } from "../packages/cli/test/browser.js";
import { filesOf } from "./docs/examples.js";

const executable = chromiumPath();
// A name that the bundler of the tests sees has to be installed.
const web: string = "onnxruntime-web";
const hasWeb = await import(/* @vite-ignore */ web).then(
  () => true,
  () => false,
);
const docs = readFileSync(join(import.meta.dirname, "../docs/latency.md"), "utf8");

describe.skipIf(!executable || !hasWeb)("a page (needs Chromium and onnxruntime-web)", () => {
  it("measures two decoders by the program in docs/latency.md", async () => {
    const { servePage } = await import("../bench/page.js");
    const page = await servePage(filesOf(docs).get("page.js") ?? "");
    const browser = await startChromium(executable as string);
    const tab = await browser.newPage();
    await tab.goto(page.address);
    const found = await tab.evaluate(async () => {
      const { outcome, crossOriginIsolated } = globalThis as unknown as Page;
      return { outcome: await outcome, isIsolated: crossOriginIsolated };
    });
    await browser.close();
    page.close();
    expect(found.isIsolated).toBe(true);
    const { networks, runtime } = tasks.measure.outcome
      .strict()
      .omit({ machine: true })
      .parse(withoutVersion(found.outcome));
    expect(runtime).toMatch(/^onnxruntime-web 1\./);
    const [small, large] = networks;
    expect(networks).toHaveLength(2);
    for (const { prefill, decode } of networks) {
      expect(prefill.median).toBeGreaterThan(decode!.median);
      expect(decode!.median).toBeGreaterThan(0);
    }
    expect(large!.prefill.median).toBeGreaterThan(small!.prefill.median);
  }, 120_000);
});

/** What the page has. */
interface Page {
  readonly outcome: Promise<Readonly<Record<string, unknown>>>;
  readonly crossOriginIsolated: boolean;
}

const withoutVersion = ({ schemaVersion: _, ...fields }: Readonly<Record<string, unknown>>) => fields;
