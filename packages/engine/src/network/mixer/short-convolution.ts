import type { Mixer } from "@zerolm/core";
import { gated } from "../activation.js";
import type { MixerNetwork } from "./mix.js";
import { depthwise } from "./shift.js";

type ShortConvolution = Extract<Mixer, { kind: "short-convolution" }>;

/** The gated short convolution of LFM2: a gate before a convolution over each feature, and one behind it. */
export const shortConvolution: MixerNetwork<ShortConvolution> = (_config, part, { stream, isCausal }) => {
  const before = part.linear(stream.value, "gate");
  const behind = part.linear(stream.value, "gate", 1);
  const opened = gated(part.scope, part.linear(stream.value, "value"), before);
  const convolved = part.putRole("depthwise", depthwise(opened, stream, part.weight("depthwise"), isCausal));
  return part.linear(gated(part.scope, convolved, behind), "output");
};
