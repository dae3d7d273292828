import { huggingFaceFamilies } from "@zerolm/core";
import { describe, expect, it, test } from "vitest";
import { plainExecutor } from "../../src/backend/plain/plain.js";
import { forwards } from "../../src/forward/forwards.js";
import { tokenLosses } from "../../src/text/token-losses.js";
import { trainedNetwork } from "../../src/text/trained-network.js";
import { batch, type Case, cases, checkpointOf, source } from "./by-transformers.js";

/** What rounding to 32 bits in transformers may change. */
const tolerance = 2e-5;

const rows = [...Array(batch.sequences * batch.tokens).keys()];

/** The losses of one guess for each row. */
async function lossesOf(one: Case, config: Case["given"], guess: { rows: number[]; targets: number[] }) {
  const network = await trainedNetwork(await checkpointOf(one, config));
  return await tokenLosses(plainExecutor, network, { batch, ids: Int32Array.from(one.ids), guess });
}

function expectClose(computed: ArrayLike<number>, expected: readonly number[]): void {
  const worst = expected.reduce((most, x, at) => Math.max(most, Math.abs(x - computed[at]!)), 0);
  expect(computed.length).toBe(expected.length);
  expect(worst).toBeLessThan(tolerance);
}

describe(`networks compute what ${source} does`, () => {
  describe.each(Object.entries(cases))("%s", (_name, one) => {
    it("of every token, whichever way the config is written", async () => {
      const behind = rows.map(
        (row) => one.ids[row + (row % batch.tokens === batch.tokens - 1 ? 1 - batch.tokens : 1)]!,
      );
      for (const config of [one.given, one.saved])
        expectClose(await lossesOf(one, config, { rows, targets: behind }), one.losses);
    });

    it("of every token of the vocabulary", async () => {
      const vocabulary = one.nats.length / batch.sequences;
      const last = one.nats.map((_, at) => (Math.floor(at / vocabulary) + 1) * batch.tokens - 1);
      const targets = one.nats.map((_, at) => at % vocabulary);
      expectClose(await lossesOf(one, one.given, { rows: last, targets }), one.nats);
    });
  });
});

test("every family whose checkpoints are read is computed, or says why not", () => {
  const read = Object.entries(huggingFaceFamilies).flatMap(([name, { tensors }]) => (tensors ? [name] : []));
  expect(Object.keys(forwards).toSorted()).toEqual(read.toSorted());
});

test("nemotron-nas, which transformers does not have, is llama with a block of sizes for each layer", async () => {
  const one = cases.llama!;
  const block = { attention: { n_heads_in_group: 2, no_op: false }, ffn: { intermediate_size: 24 } };
  const config = { ...one.given, model_type: "nemotron-nas", architectures: ["DeciLMForCausalLM"] };
  const behind = rows.map(
    (row) => one.ids[row + (row % batch.tokens === batch.tokens - 1 ? 1 - batch.tokens : 1)]!,
  );
  const guess = { rows, targets: behind };
  expectClose(await lossesOf(one, { ...config, block_configs: [block, block, block] }, guess), one.losses);
});
