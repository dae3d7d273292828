import { type Architecture, type ProbeRequest, resolveArchitecture } from "@zerolm/core";
import { findRuntime, networkProbe, openOnnx } from "@zerolm/engine";
import { describe, expect, it } from "vitest";
import { openWorkers } from "../../src/threads/workers.js";

const isThere = await findRuntime().then(
  () => true,
  () => false,
);

const networks = Array.from({ length: 12 }, (_, index): Architecture => {
  const layer = { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 16 + index } };
  const layers = [{ ...layer, repeat: 1 + (index % 3) }];
  return resolveArchitecture({ hidden: 16, embedding: { vocabulary: 50 }, layers }).value as Architecture;
});
const request: ProbeRequest = {
  loss: "cotangent",
  batch: { sequences: 2, tokens: 8 },
  statistics: { snip: { of: "weight", times: "gradient", reduce: "absoluteSum" } },
};

describe.skipIf(!isThere)("networks on threads (need ONNX Runtime)", () => {
  it("give the bits that they give on this thread, and the process outlives the threads", async () => {
    const workers = await openWorkers(networks.length, { threads: 2 });
    const there = await Promise.all(
      networks.map((architecture) => workers!.run("probe", { architecture, request })),
    );
    await workers!.close();
    const probe = networkProbe(await openOnnx());
    for (const [index, architecture] of networks.entries())
      expect(there[index]).toEqual(await probe.run(architecture, request));
    await probe.close();
  });
});
