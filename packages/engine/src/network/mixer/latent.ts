import type { Mixer } from "@zerolm/core";
import { wavelengthsOf } from "../../forward/rotary.js";
import { concat, slice } from "../../graph/layout.js";
import { expand } from "../../graph/reduce.js";
import type { Value } from "../../graph/value.js";
import { withCache } from "../cache.js";
import { mergeHeads, splitHeads } from "../heads.js";
import { mask } from "../mask.js";
import { rmsNorm } from "../norm.js";
import { rotary } from "../rotary.js";
import { attend } from "./attend.js";
import type { MixerNetwork } from "./mix.js";

type Latent = Extract<Mixer, { kind: "latent" }>;

/** Base of its wavelengths. */
const base = 10_000;

/** Multi-head latent attention of DeepSeek-V2, as core's `latent` counts it. */
export const latent: MixerNetwork<Latent> = (config, part, mix) => {
  const { stream, isCausal } = mix;
  const { heads, queryRank, keyValueRank, keyDim, rotaryDim } = config;
  const isLinear = part.scope.isLinear;
  const { forward } = part.scope;
  const turn = { wavelengths: wavelengthsOf(base, rotaryDim), factor: 1 };
  const normed = (value: Value): Value => (isLinear ? value : rmsNorm(value, forward.epsilon));
  const turned = (value: Value): Value => (isLinear ? value : rotary(part.scope, value, turn));
  const ranked = queryRank === undefined ? stream.value : normed(part.linear(stream.value, "compression"));
  const asked = splitHeads(part.linear(ranked, "query"), stream, heads);
  const packed = part.linear(stream.value, "compression", queryRank === undefined ? 0 : 1);
  const latent = normed(slice(packed, 1, 0, keyValueRank));
  const shared = turned(splitHeads(slice(packed, 1, keyValueRank, keyValueRank + rotaryDim), stream, 1));
  const bare = splitHeads(part.linear(latent, "key"), stream, heads);
  const place = [stream.sequences, heads, stream.tokens, rotaryDim];
  const { keys, values } = withCache(part, mix, {
    keys: concat([bare, expand(shared, place)], 3),
    values: splitHeads(part.linear(latent, "value"), stream, heads),
  });
  const attended = attend(part, {
    queries: concat([slice(asked, 3, 0, keyDim), turned(slice(asked, 3, keyDim, keyDim + rotaryDim))], 3),
    ...{ keys, values },
    mask: isCausal ? mask(part.scope, stream.tokens, true) : undefined,
  });
  return part.linear(mergeHeads(attended), "output");
};
