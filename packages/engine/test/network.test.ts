import {
  type Architecture,
  architectureAt,
  type BuiltinSpaceName,
  builtinSpace,
  builtinSpaces,
  matrices,
  Random,
  resolveArchitecture,
  sample,
} from "@zerolm/core";
import { arbitraryArchitecture } from "@zerolm/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logProbabilities, taskOutputs } from "../src/network/head.js";
import { randomText } from "../src/network/loss.js";
import { mixerNetworks } from "../src/network/mixer/mixers.js";
import { fittingBatch, networkOf, weightsOf } from "../src/network/network.js";

/** Expects a network with all of its outputs to use every matrix of its architecture, and no other. */
function expectMatrices(architecture: Architecture): void {
  const batch = fittingBatch(architecture, { sequences: 1, tokens: 4 });
  const { vocabulary } = architecture.embedding;
  const { ids } = randomText({ vocabulary, isMasked: true }, batch, 0);
  const network = networkOf(architecture, { batch, ids });
  if (architecture.head.vocabulary !== "none" || architecture.head.transform)
    logProbabilities(architecture, network.scope, network.last.value);
  taskOutputs(architecture, network.scope, network.last);
  const used = weightsOf(network).map(({ matrix, drawn }) => [matrix.name, drawn.shape]);
  const own = matrices(architecture).map(({ name, rows, cols, copies, expert }) => [
    name,
    expert === undefined ? [rows, cols] : [copies, rows, cols],
  ]);
  expect(Object.fromEntries(used)).toEqual(Object.fromEntries(own));
}

/** Without a vocabulary a decoder behind an encoder of images has nothing to see, and a transform nothing to guess. */
const hasInputs = ({ kind, embedding, head }: Architecture): boolean =>
  embedding.vocabulary > 0 || (kind !== "encoder-decoder" && !head.transform);

describe("the weights of a network are matrices() name by name and shape by shape", () => {
  it.each(Object.keys(builtinSpaces))("in the space %s", (name) => {
    const space = builtinSpace(name as BuiltinSpaceName);
    const random = new Random(1);
    for (let draw = 0; draw < 5; draw++) expectMatrices(architectureAt(space, sample(space, random)));
  });

  it("in architectures of every kind", () =>
    fc.assert(fc.property(arbitraryArchitecture.filter(hasInputs), expectMatrices), { numRuns: 200 }));

  it.each([
    ["latent", { heads: 2, keyValueRank: 8, keyDim: 4, rotaryDim: 2, valueDim: 5 }],
    ["latent", { heads: 2, queryRank: 6, keyValueRank: 8, keyDim: 4, rotaryDim: 2, valueDim: 5 }],
    ["short-convolution", { kernel: 3 }],
  ])("in a mixer %s", (kind, mixer) => {
    const layers = [{ mixer: { kind, ...mixer } }];
    const { value } = resolveArchitecture({
      kind: "decoder",
      hidden: 16,
      embedding: { vocabulary: 9 },
      layers,
    });
    expectMatrices(value!);
  });

  it("which is why every mixer of core is built, or says why not", () => {
    const { kind, reason } = mixerNetworks.mamba as { kind: string; reason: string };
    const layers = [{ mixer: { kind, width: 32, state: 4, kernel: 2, rank: 1 } }];
    const { value } = resolveArchitecture({ hidden: 16, embedding: { vocabulary: 9 }, layers });
    expect(() => expectMatrices(value!)).toThrow(`a network with mamba cannot be run: it ${reason}`);
  });
});
