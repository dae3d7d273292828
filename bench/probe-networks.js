import { Random, resolveArchitecture } from "@zerolm/core";

/**
 * What is asked of them: SNIP of a batch of 8 × 64 tokens.
 *
 * @type {import("@zerolm/core").ProbeRequest}
 */
export const snipRequest = {
  loss: "cotangent",
  batch: { sequences: 8, tokens: 64 },
  statistics: { snip: { of: "weight", times: "gradient", reduce: "absoluteSum" } },
};

/**
 * Random networks like BERT and like GPT-2, in turns: hidden size 128 to 384, 2 to 6 layers, FFN 2 to 4 times as wide.
 *
 * @param {number} count
 * @returns {import("@zerolm/core").Architecture[]}
 */
export function randomNetworks(count) {
  const random = new Random(1);
  const among = (list) => list[Math.floor(random.uniform() * list.length)];
  return Array.from({ length: count }, (_, index) => {
    const hidden = among([128, 192, 256, 320, 384]);
    const layer = {
      mixer: { kind: "attention", heads: hidden / 64 },
      ffn: { kind: "plain", width: hidden * among([2, 3, 4]) },
      repeat: among([2, 3, 4, 5, 6]),
    };
    return networkOf(hidden, layer, index % 2 === 1);
  });
}

/** A network of about 100M parameters, like GPT-2. */
export const largeNetwork = () =>
  networkOf(
    768,
    { mixer: { kind: "attention", heads: 12 }, ffn: { kind: "plain", width: 3072 }, repeat: 11 },
    true,
  );

function networkOf(hidden, layer, isDecoder) {
  const embedding = { vocabulary: 30_522, positions: 512, norm: !isDecoder };
  const kind = isDecoder ? { kind: "decoder", finalNorm: true } : {};
  return resolveArchitecture({ ...kind, hidden, embedding, layers: [layer] }).value;
}
