import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Architecture } from "@zerolm/core";
import { describe, expect, test } from "vitest";
import { evaluate } from "../src/backend/plain/plain.js";
import { absolute, multiply } from "../src/graph/elementwise.js";
import { total } from "../src/graph/reduce.js";
import { sizeOf } from "../src/graph/value.js";
import { cotangentInput, cotangentLoss, randomText } from "../src/network/loss.js";
import { type Network, networkOf, weightsOf } from "../src/network/network.js";
import { tensorsOf } from "../src/probe/tensors.js";
import { NormalPool } from "../src/weights/normal-pool.js";
import { examples } from "./examples.js";

const python = "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch"], { timeout: 120_000 }).status === 0;

/** What torch computes of a network: Σ|W ⊙ G| and Σ W ⊙ H·g by the names of matrices. */
interface FromTorch {
  readonly loss: number;
  readonly snip: Readonly<Record<string, number>>;
  readonly grasp: Readonly<Record<string, number>>;
}

const batch = { sequences: 2, tokens: 7 };
const pool = new NormalPool(3);

/** A network with weights so large that no derivative is small. */
function exampleNetwork(name: string): { readonly network: Network; readonly ids: Int32Array } {
  const architecture: Architecture = { ...examples[name]!, initialiser: { kind: "normal", std: 0.2 } };
  const { vocabulary } = architecture.embedding;
  const { ids } = randomText({ vocabulary, isMasked: architecture.kind === "encoder" }, batch, 3);
  return { network: networkOf(architecture, { batch, ids }), ids: ids.decoder };
}

function byTorch({ network, ids }: ReturnType<typeof exampleNetwork>): FromTorch {
  const { architecture, last } = network;
  const weights = weightsOf(network).map(({ matrix: { name, std }, drawn: { shape } }) => {
    const data = [...pool.numbers(name, sizeOf(shape))].map((number) => number * std);
    return [name, { shape, data }];
  });
  const mixer = architecture.layers[0]?.mixer;
  const document = {
    ...batch,
    ids: [...ids],
    weights: Object.fromEntries(weights),
    heads: mixer?.kind === "attention" ? mixer.heads : 0,
    causal: architecture.kind === "decoder",
    preNorm: architecture.finalNorm,
    embeddingNorm: architecture.embedding.norm,
    depth: architecture.layers.length,
    cotangent: [...pool.numbers(cotangentInput, sizeOf(last.value.shape))],
  };
  const script = join(import.meta.dirname, "by-torch.py");
  const input = JSON.stringify(document);
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: "utf8", timeout: 120_000 });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as FromTorch;
}

const expectClose = (computed: number, expected: number, what: string): void =>
  expect(Math.abs(computed - expected), what).toBeLessThan(1e-9 * Math.abs(expected));

describe.each(["bert", "gpt2"])("%s against torch, if /usr/bin/python3 has it", (name) => {
  test.skipIf(!hasTorch)("loss, Σ|W ⊙ G| and Σ W ⊙ H·g are the same, matrix by matrix", () => {
    const example = exampleNetwork(name);
    const expected = byTorch(example);
    const loss = cotangentLoss(example.network);
    const asked = new Set(["weight", "gradient", "curvature"] as const);
    const { weight = [], gradient = [], curvature = [] } = tensorsOf(example.network, loss, asked);
    const snip = weight.map(({ value }, index) => total(absolute(multiply(value, gradient[index]!.value))));
    const grasp = weight.map(({ value }, index) => total(multiply(value, curvature[index]!.value)));
    const computed = evaluate([loss, ...snip, ...grasp], (input, size) => pool.numbers(input, size));
    expectClose(computed[0]![0]!, expected.loss, "loss");
    expect(weight.map((one) => one.name).toSorted()).toEqual(Object.keys(expected.snip).toSorted());
    for (const [index, one] of weight.entries()) {
      expectClose(computed[1 + index]![0]!, expected.snip[one.name]!, `snip of ${one.name}`);
      expectClose(
        computed[1 + weight.length + index]![0]!,
        expected.grasp[one.name]!,
        `grasp of ${one.name}`,
      );
    }
  });
});
