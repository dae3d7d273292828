/// <reference lib="dom" />
import { networkProbe, openOnnx } from "@zerolm/engine";
import { describe, expect, it } from "vitest";
import { randomNetworks, snipRequest } from "../bench/probe-networks.js";
import { chromiumPath, startChromium } from "../packages/cli/test/browser.js";

const executable = chromiumPath();
const executor = await openOnnx({ packages: ["onnxruntime-node"] }).catch(() => undefined);
// A name that the bundler of the tests sees has to be installed.
const web: string = "onnxruntime-web";
const hasWeb = await import(/* @vite-ignore */ web).then(
  () => true,
  () => false,
);
const request = { ...snipRequest, batch: { sequences: 2, tokens: 32 } };

describe.skipIf(!executable || !executor || !hasWeb)(
  "a page (needs Chromium, onnxruntime-node and onnxruntime-web)",
  () => {
    it("orders 40 networks as this process does, but for those closer than 1e-5", async () => {
      // It looks for the runtime where it is loaded.
      const { probeScript, servePage } = await import("../bench/page.js");
      const networks = randomNetworks(40);
      const page = await servePage(probeScript);
      const browser = await startChromium(executable as string);
      const tab = await browser.newPage();
      await tab.goto(page.address);
      await tab.waitForFunction(() => "probeNetworks" in globalThis);
      const there = await tab.evaluate(
        ([list, asked]) => (globalThis as unknown as Page).probeNetworks(list, asked),
        [networks, request] as const,
      );
      await browser.close();
      page.close();
      const probe = networkProbe(executor!);
      const here: number[] = [];
      for (const network of networks) {
        const { snip = [] } = await probe.run(network, request);
        here.push(snip.reduce((sum, { values }) => sum + values[0]!, 0));
      }
      await probe.close();
      expect(new Set(here).size).toBeGreaterThan(30);
      for (const [one, score] of here.entries())
        for (const [other, beside] of here.entries())
          if (score / beside > 1 + 1e-5)
            expect(there[one]!.score, `${one} and ${other}`).toBeGreaterThan(there[other]!.score);
    });
  },
);

/** What the page has. */
interface Page {
  readonly probeNetworks: (
    networks: unknown,
    request: unknown,
  ) => Promise<readonly { readonly score: number; readonly milliseconds: number }[]>;
}
