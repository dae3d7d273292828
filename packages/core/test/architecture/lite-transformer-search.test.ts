import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { readArchitecture } from "../../src/architecture/read.js";
import { writeArchitecture } from "../../src/architecture/write.js";
import { hasData, networks, type PublishedCounts, publishedCounts } from "./lite-transformer-search.js";

/** Our counts under the names of theirs: they count norms with the layers, but with neither attention nor FFN. */
function countsOf(architecture: Architecture): PublishedCounts {
  const { embedding, attention, ffn, nonEmbedding, total } = cost(architecture).parameters;
  const norms = 2 * architecture.hidden * architecture.layers.length;
  return { AdaEmb: embedding, Attn: attention - norms, FFN: ffn - norms, nonembedding: nonEmbedding, total };
}

describe.skipIf(!hasData)("LiteTransformerSearch's parameter counts (needs ZEROLM_DATA)", () => {
  it.each(["GPT2", "TransXL"] as const)("%s: all five of all 200 networks", (family) => {
    const ours = new Map([...networks(family)].map(([id, network]) => [id, countsOf(network)]));
    expect(ours.size).toBe(200);
    expect(Object.fromEntries(ours)).toEqual(publishedCounts(family));
  });

  it.each(["GPT2", "TransXL"] as const)("%s: networks are written and read again", (family) => {
    for (const network of networks(family).values())
      expect(readArchitecture(writeArchitecture(network))).toEqual(network);
  });
});
