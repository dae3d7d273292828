import type { Architecture, Layer, Mixer } from "@zerolm/core";
import { add, scale } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { ffnNetwork } from "./ffn/ffns.js";
import type { Mix } from "./mixer/mix.js";
import { mixerNetwork } from "./mixer/mixers.js";
import { norm } from "./norm.js";
import { Part, type Scope } from "./scope.js";
import { type Stream, withValue } from "./stream.js";

/** A part of a layer as a function of the stream, and which norms are its own. */
interface Step {
  readonly part: Part;
  readonly norm: boolean;
  readonly postNorm?: true | undefined;
  readonly apply: (stream: Stream) => Value;
}

/**
 * One layer of a stack.
 *
 * @param index of the layer in the architecture
 * @param owner the layer whose matrices it uses
 * @param encoded what attention to the encoder sees, if there is one
 */
export function layerNetwork(
  layer: Layer,
  { index, owner }: { readonly index: number; readonly owner: number },
  architecture: Architecture,
  scope: Scope,
  stream: Stream,
  encoded: Stream | undefined,
): Stream {
  const mix = { isCausal: architecture.kind === "decoder" || encoded !== undefined, layer: index };
  const steps = stepsOf(layer, `layers.${owner}`, mix, scope, encoded);
  if (layer.parallel && steps.length > 1) return abreast(steps, scope, stream);
  return steps.reduce((at, step) => behind(step, scope, at), stream);
}

function stepsOf(
  { mixer, cross, ffn }: Layer,
  name: string,
  mix: Omit<Mix, "stream" | "source">,
  scope: Scope,
  encoded: Stream | undefined,
): Step[] {
  const step = (
    of: { readonly norm: boolean; readonly postNorm?: true | undefined },
    kind: string,
    apply: (part: Part, stream: Stream) => Value,
  ): Step => {
    const part = new Part(scope, `${name}.${kind}`);
    return { part, norm: of.norm, postNorm: of.postNorm, apply: (stream) => apply(part, stream) };
  };
  const mixed = (of: Mixer, kind: string, source?: Stream): Step =>
    step("norm" in of ? of : { norm: true }, kind, (part, stream) =>
      mixerNetwork(of, part, { ...mix, stream, source: source ?? stream }),
    );
  return [
    ...(mixer ? [mixed(mixer, "attention")] : []),
    ...(cross && encoded ? [mixed(cross, "cross", encoded)] : []),
    ...(ffn ? [step(ffn, "ffn", (part, { value }) => ffnNetwork(ffn, part, value))] : []),
  ];
}

/** What a step adds to the stream: behind its second norm, or its only one if norms stand there. Nothing if it is left out. */
function made({ apply, part, postNorm, norm: isNormed }: Step, stream: Stream): Value | undefined {
  const { scope } = part;
  const { placement, residualFactor } = scope.forward;
  if (scope.without.has(part.name)) return undefined;
  const result = apply(stream);
  const isBehind = placement === "result" && isNormed;
  const inner = isBehind ? norm(scope, result, part.normName()) : result;
  const whole = postNorm ? norm(scope, inner, part.normName("postNorm")) : inner;
  return residualFactor === 1 ? whole : scale(whole, residualFactor);
}

/** The stream and what a step adds to it. */
const sumOf = (value: Value, result: Value | undefined): Value => (result ? add(value, result) : value);

/** A step and its residual: x + f(norm x), norm(x + f(x)) or x + norm(f(x)). */
function behind(step: Step, scope: Scope, stream: Stream): Stream {
  const { value } = stream;
  const { placement } = scope.forward;
  const name = step.part.normName();
  const seen = step.norm && placement === "before" ? norm(scope, value, name) : value;
  const sum = sumOf(value, made(step, withValue(stream, seen)));
  return withValue(stream, step.norm && placement === "behind" ? norm(scope, sum, name) : sum);
}

/** Steps side by side; one without a norm of its own sees what the first sees. */
function abreast(steps: readonly Step[], scope: Scope, stream: Stream): Stream {
  const { value } = stream;
  const { placement } = scope.forward;
  const isPre = placement === "before";
  const seenBy = ({ norm: isNormed, part }: Step): Value =>
    isPre && isNormed ? norm(scope, value, part.normName()) : value;
  const [first] = steps as [Step, ...Step[]];
  const shared = seenBy(first);
  const results = steps.map((step) =>
    made(step, withValue(stream, step !== first && step.norm && isPre ? seenBy(step) : shared)),
  );
  const sum = results.reduce<Value>(sumOf, value);
  const last = placement === "behind" ? steps.find((step) => step.norm) : undefined;
  return withValue(stream, last ? norm(scope, sum, last.part.normName()) : sum);
}
