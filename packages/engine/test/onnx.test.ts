import { dataDrivenProxies, type Proxy, sharedProbe } from "@zerolm/core";
import { describe, expect, test } from "vitest";
import { openOnnx } from "../src/backend/onnx/onnx.js";
import { findRuntime, type RuntimePackage, runtimePackages } from "../src/backend/onnx/runtime.js";
import { plainExecutor } from "../src/backend/plain/plain.js";
import { networkProbe } from "../src/probe/probe.js";
import { contractRequest, expectClose } from "./close-readings.js";
import { examples } from "./examples.js";

const isInstalled = async (name: RuntimePackage): Promise<boolean> =>
  findRuntime([name]).then(
    () => true,
    () => false,
  );

const request = contractRequest;

describe("without a runtime", () => {
  test("says what to install", async () => {
    const missing = "onnxruntime-none" as RuntimePackage;
    await expect(findRuntime([missing])).rejects.toThrow(
      "running networks needs ONNX Runtime, which is not installed: npm install onnxruntime-none@1.30.0",
    );
  });
});

const installed = await Promise.all(
  runtimePackages.map(async (name) => ({ name, isThere: await isInstalled(name) })),
);

describe.each(installed)("$name, if it is installed", ({ name, isThere }) => {
  const it = isThere ? test : test.skip;

  it.each(Object.entries(examples))("computes %s as 64 bits do", async (_kind, architecture) => {
    const executor = await openOnnx({ packages: [name] });
    const probe = networkProbe(executor);
    const expected = await networkProbe(plainExecutor).run(architecture, request);
    const readings = await probe.run(architecture, request);
    const linear = {
      loss: "sum",
      linearised: true,
      statistics: {
        w: { of: "gradient", reduce: "values" },
        logarithm: { of: "logGradient", reduce: "values" },
      },
    } as const;
    expectClose(readings, expected);
    expectClose(
      await probe.run(architecture, linear),
      await networkProbe(plainExecutor).run(architecture, linear),
      1e-12,
    );
    await probe.close();
  });

  it("serves all sizes of a topology by one session, to the bit what a session of their own gives", async () => {
    const { bert, gpt2 } = examples;
    const wide = {
      ...bert!,
      layers: bert!.layers.map((layer) => ({ ...layer, ffn: { ...layer.ffn, widths: [40] } })),
    } as typeof bert;
    const executor = await openOnnx({ packages: [name] });
    const probe = networkProbe(executor);
    const first = await probe.run(bert!, request);
    await probe.run(gpt2!, request);
    const shared = await probe.run(wide!, request);
    expect(executor.opened).toBe(2);
    const alone = networkProbe(await openOnnx({ packages: [name] }));
    expect(shared).toEqual(await alone.run(wide!, request));
    expect(await probe.run(bert!, request)).toEqual(first);
    await Promise.all([probe.close(), alone.close()]);
  });

  it.each(Object.entries(examples))(
    "gives %s in one run for all proxies what each alone gets, to the bit",
    async (_kind, architecture) => {
      const probe = networkProbe(await openOnnx({ packages: [name] }));
      const requests = Object.values<Proxy>(dataDrivenProxies)
        .flatMap((proxy) => proxy.asks?.(proxy.options.parse({}), 3) ?? [])
        .map((asked) => ({ ...asked, batch: { sequences: 2, tokens: 6 } }));
      const shared = sharedProbe(probe, requests);
      for (const asked of requests)
        expect(await shared.run(architecture, asked)).toEqual(await probe.run(architecture, asked));
      await probe.close();
    },
  );

  it("opens no more sessions than a space has depths, if its layers are equal in kind", async () => {
    const executor = await openOnnx({ packages: [name] });
    const probe = networkProbe(executor);
    const { gpt2 } = examples;
    for (const depth of [1, 2, 3])
      for (const width of [8, 16, 40])
        for (const heads of [2, 4]) {
          const mixer = { ...gpt2!.layers[0]!.mixer, heads, keyValueHeads: heads, headDim: 16 / heads };
          const layer = { ...gpt2!.layers[0]!, mixer, ffn: { ...gpt2!.layers[0]!.ffn, widths: [width] } };
          const layers = new Array(depth).fill(layer) as NonNullable<typeof gpt2>["layers"];
          await probe.run({ ...gpt2!, layers }, request);
        }
    expect(executor.opened).toBe(3);
    await probe.close();
  });

  it("keeps no more sessions than it may", async () => {
    const executor = await openOnnx({ packages: [name], sessions: 1 });
    const probe = networkProbe(executor);
    for (const kind of ["bert", "gpt2", "bert"]) await probe.run(examples[kind]!, request);
    expect(executor.opened).toBe(3);
    await probe.close();
  });
});
