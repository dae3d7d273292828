/// <reference lib="dom" />
import type { Architecture, ProbeReadings, ProbeRequest } from "@zerolm/core";
import { networkProbe, plainExecutor, type RuntimePackage } from "@zerolm/engine";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, softwareWebGpu, startChromium } from "../packages/cli/test/browser.js";
import { contractRequest, expectClose } from "../packages/engine/test/close-readings.js";
import { examples } from "../packages/engine/test/examples.js";

const executable = chromiumPath();
// A name that the bundler of the tests sees has to be installed.
const web: string = "onnxruntime-web";
const hasWeb = await import(/* @vite-ignore */ web).then(
  () => true,
  () => false,
);
// Second derivatives of all kinds take minutes, since each of their shaders is compiled for the processor.
const { curvature, ...first } = contractRequest.statistics;
const linear = {
  loss: "sum",
  linearised: true,
  statistics: { gradient: { of: "gradient", reduce: "values" } },
} as const satisfies ProbeRequest;
const webGpu: RuntimePackage = "onnxruntime-web/webgpu";

describe.skipIf(!executable || !hasWeb)("WebGPU in Chromium (needs Chromium and onnxruntime-web)", () => {
  let served: { readonly address: string; readonly close: () => void };
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { probeScript, servePage } = await import("../bench/page.js");
    served = await servePage(probeScript);
    browser = await startChromium(executable as string, softwareWebGpu);
    page = await opened(browser);
  });

  afterAll(async () => {
    await browser.close();
    served.close();
  });

  async function opened(by: Browser): Promise<Page> {
    const tab = await by.newPage();
    await tab.goto(served.address);
    await tab.waitForFunction(() => "probeReadings" in globalThis);
    return tab;
  }

  const readingsThere = async (architecture: Architecture, request: ProbeRequest, tab = page) =>
    (
      await tab.evaluate(
        ([list, asked, packages]) => (globalThis as unknown as Probing).probeReadings(list, asked, packages),
        [[architecture], request, [webGpu]] as const,
      )
    )[0]!;

  const expectSame = async (architecture: Architecture, request: ProbeRequest, tolerance?: number) =>
    expectClose(
      await readingsThere(architecture, request),
      await networkProbe(plainExecutor).run(architecture, request),
      tolerance,
    );

  it.each(Object.entries(examples))("computes %s as 64 bits do", async (_kind, architecture) => {
    await expectSame(architecture, { ...contractRequest, statistics: first });
  });

  it("computes second derivatives", async () => {
    await expectSame(examples.gpt2!, { ...contractRequest, statistics: { curvature } });
  });

  it("computes a network made linear in 64 bits, by WebAssembly", async () => {
    await expectSame(examples.gpt2!, linear, 1e-12);
  });

  it("is refused in a browser that has none", async () => {
    const without = await startChromium(executable as string);
    const tab = await opened(without);
    await expect(readingsThere(examples.gpt2!, linear, tab)).rejects.toThrow("there is no WebGPU here");
    await without.close();
  });
});

/** What the page has. */
interface Probing {
  readonly probeReadings: (
    networks: readonly Architecture[],
    request: ProbeRequest,
    packages: readonly RuntimePackage[],
  ) => Promise<readonly ProbeReadings[]>;
}
