import type { Mixer } from "@zerolm/core";
import { multiply } from "../../graph/elementwise.js";
import { concat, reshape, slice } from "../../graph/layout.js";
import { constant } from "../../graph/leaves.js";
import { softmax } from "../../graph/softmax.js";
import type { Value } from "../../graph/value.js";
import { mergeHeads, splitHeads } from "../heads.js";
import { mask } from "../mask.js";
import type { Part } from "../scope.js";
import { attend } from "./attend.js";
import type { Mix, MixerNetwork } from "./mix.js";
import { depthwise, tapped, tapsBefore } from "./shift.js";

type Convolution = Extract<Mixer, { kind: "convolution" }>;

/** Mixed attention of ConvBERT: attention beside a convolution whose kernels each token makes of itself and of a span of keys. */
export const convolution: MixerNetwork<Convolution> = (config, part, mix) => {
  const { stream, isCausal } = mix;
  const heads = config.heads / config.headRatio;
  const asked = part.linear(stream.value, "query");
  const attended = attend(part, {
    queries: splitHeads(asked, stream, heads),
    keys: splitHeads(part.linear(stream.value, "key"), stream, heads),
    values: splitHeads(part.linear(stream.value, "value"), stream, heads),
    mask: isCausal ? mask(part.scope, stream.tokens, true) : undefined,
  });
  const convolved = convolve(part.linear(stream.value, "convolution"), asked, config, part, mix);
  return part.linear(concat([mergeHeads(attended), convolved], 1), "output");
};

/** Each token and head adds its neighbours by a kernel of its own. */
function convolve(
  value: Value,
  asked: Value,
  config: Convolution,
  part: Part,
  { stream, isCausal }: Mix,
): Value {
  const { sequences, tokens } = stream;
  const heads = config.heads / config.headRatio;
  const width = value.shape[1];
  const spanned = part.putRole(
    "depthwise",
    depthwise(stream.value, stream, part.weight("depthwise"), isCausal),
  );
  const span = part.linear(spanned, "pointwise");
  const logits = part.linear(multiply(span, asked), "kernel");
  const kernels = kernelsOf(reshape(logits, [sequences, tokens, heads, config.kernel]), part.scope.isLinear);
  const apart = reshape(value, [sequences, tokens, heads, width / heads]);
  const made = tapped(apart, config.kernel, tapsBefore(config.kernel, isCausal), (tap) =>
    slice(kernels, 3, tap, tap + 1),
  );
  return reshape(made, [sequences * tokens, width]);
}

/** Kernels add up to 1; in a network that is made linear all taps are equal. */
function kernelsOf(logits: Value, isLinear: boolean): Value {
  if (!isLinear) return softmax(logits);
  const size = logits.shape.reduce((product, length) => product * length, 1);
  return constant(new Float64Array(size).fill(1 / logits.shape[3]), logits.shape);
}
