import type { Mixer } from "@zerolm/core";
import { absolute, add, subtract } from "../../graph/elementwise.js";
import { reshape, transpose } from "../../graph/layout.js";
import { matMul } from "../../graph/product.js";
import type { Value } from "../../graph/value.js";
import { table } from "../constants.js";
import type { Stream } from "../stream.js";
import type { MixerNetwork } from "./mix.js";

type Fourier = Extract<Mixer, { kind: "fourier" }>;

/** An n × n matrix of cosines or sines of 2π·jk/n. */
const wave = (n: number, of: (angle: number) => number): Value =>
  table(n, n, (j, k) => of((2 * Math.PI * ((j * k) % n)) / n));

/** DCT-II: 2·cos(π·(2k + 1)·j / 2n). */
const cosines = (n: number): Value =>
  table(n, n, (j, k) => 2 * Math.cos((Math.PI * (2 * k + 1) * j) / (2 * n)));

/**
 * FNet's mixing (Lee-Thorp et al. 2021): the real part of a Fourier transform over tokens and features, C·X·C − S·X·S with the cosines and
 * sines of each size, or a cosine transform of both; then the output projection. Transforms are not normed. A network that is made linear
 * takes absolute values of all of them.
 */
export const fourier: MixerNetwork<Fourier> = ({ transform }, part, { stream }) => {
  const isLinear = part.scope.isLinear;
  const both = (of: (n: number) => Value): Value => {
    const [overTokens, overFeatures] = [of(stream.tokens), of(stream.value.shape[1])];
    return isLinear
      ? transformed(stream, absolute(overTokens), absolute(overFeatures))
      : transformed(stream, overTokens, overFeatures);
  };
  if (transform === "dct") return part.linear(both(cosines), "output");
  const [real, imaginary] = [both((n) => wave(n, Math.cos)), both((n) => wave(n, Math.sin))];
  return part.linear((isLinear ? add : subtract)(real, imaginary), "output");
};

/** A·X·Bᵀ for the tokens × features X of each sequence. */
function transformed({ value, sequences, tokens }: Stream, overTokens: Value, overFeatures: Value): Value {
  const width = value.shape[1];
  const features = matMul(value, overFeatures, { transposeB: true });
  const apart = transpose(reshape(features, [sequences, tokens, width]), [1, 0, 2]);
  const mixed = matMul(overTokens, reshape(apart, [tokens, sequences * width]));
  const back = transpose(reshape(mixed, [tokens, sequences, width]), [1, 0, 2]);
  return reshape(back, [sequences * tokens, width]);
}
