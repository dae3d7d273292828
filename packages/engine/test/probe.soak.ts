import { describe, expect, test } from "vitest";
import { openOnnx } from "../src/backend/onnx/onnx.js";
import { findRuntime } from "../src/backend/onnx/runtime.js";
import { networkProbe } from "../src/probe/probe.js";
import { examples } from "./examples.js";

const isThere = await findRuntime(["onnxruntime-node"]).then(
  () => true,
  () => false,
);

const request = {
  loss: "cotangent",
  batch: { sequences: 4, tokens: 32 },
  statistics: { snip: { of: "weight", times: "gradient", reduce: "absoluteSum" } },
} as const;

describe.skipIf(!isThere)("a thousand networks (need onnxruntime-node)", () => {
  test("take no more memory than the first two hundred, though sessions come and go", async () => {
    const executor = await openOnnx({ sessions: 4 });
    const probe = networkProbe(executor);
    const all = Object.values(examples);
    const memory: number[] = [];
    for (let run = 0; run < 1000; run++) {
      const architecture = all[run % all.length]!;
      await probe.run(architecture, request);
      memory.push(process.memoryUsage.rss());
    }
    expect(executor.opened).toBeGreaterThan(900);
    // It goes up and down with the collector of garbage: the most of early runs against the least of late ones.
    const growth = Math.min(...memory.slice(800)) - Math.max(...memory.slice(100, 200));
    expect(growth).toBeLessThan(50 * 2 ** 20);
    await probe.close();
  });
});
