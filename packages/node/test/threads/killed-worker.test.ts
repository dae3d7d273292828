import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Architecture, prepareProxy, proxies, resolveArchitecture } from "@zerolm/core";
import { expect, it } from "vitest";
import { workFolder } from "../../../cli/test/work-folder.js";
import { openWorkers } from "../../src/threads/workers.js";

const work = workFolder();

/** A thread that gives the FFN width for each statistic, and dies of the third network. */
const script = `
export function runJob({ input: { architecture, request } }) {
  const { width } = { width: architecture.layers[0].ffn.widths[0] };
  if (width === 18) process.exit(1);
  const readings = [{ name: "layers.0.ffn.up", values: Float64Array.of(width) }];
  return { output: Object.fromEntries(Object.keys(request.statistics).map((key) => [key, readings])) };
}`;

const networks = Array.from({ length: 6 }, (_, index): Architecture => {
  const layer = { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 16 + index } };
  return resolveArchitecture({ hidden: 16, embedding: { vocabulary: 50 }, layers: [layer] })
    .value as Architecture;
});

it("a thread that dies takes no score with it but that of its network", async ({ skip }) => {
  const file = join(work.path("."), "dying-worker.mjs");
  writeFileSync(file, script);
  const workers = await openWorkers(networks.length, { worker: file });
  if (!workers) return skip("there is one core");
  const probe = {
    atOnce: workers.count,
    run: (architecture: Architecture, request: Parameters<typeof workers.run<"probe">>[1]["request"]) =>
      workers.run("probe", { architecture, request }),
  };
  const scorer = await prepareProxy(proxies.snip, {}, { probe });
  const scores = await scorer.scoreMany(networks);
  await workers.close();
  expect(scores.map(({ value }) => value)).toEqual([16, 17, Number.NaN, 19, 20, 21]);
  expect(scores[2]?.missing).toMatch(/^threw ".*exit/);
});
