import type { Architecture, Layer } from "@zerolm/core";
import { add } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { ffnNetwork } from "./ffn/ffns.js";
import type { Mix } from "./mixer/mix.js";
import { mixerNetwork } from "./mixer/mixers.js";
import { norm } from "./norm.js";
import { Part, type Scope } from "./scope.js";
import { type Stream, withValue } from "./stream.js";

/** A part of a layer as a function of the stream, and which norms are its own. */
interface Step {
  readonly norm: boolean;
  readonly postNorm?: true | undefined;
  readonly apply: (stream: Stream) => Value;
}

/**
 * One layer of a stack.
 *
 * @param name of its matrices, as `layers.3`
 * @param encoded what attention to the encoder sees, if there is one
 */
export function layerNetwork(
  layer: Layer,
  name: string,
  architecture: Architecture,
  scope: Scope,
  stream: Stream,
  encoded: Stream | undefined,
): Stream {
  const steps = stepsOf(layer, name, architecture, scope, encoded);
  const isPre = architecture.finalNorm;
  if (layer.parallel && steps.length > 1) return abreast(steps, scope, stream, isPre);
  return steps.reduce((at, step) => behind(step, scope, at, isPre), stream);
}

function stepsOf(
  { mixer, cross, ffn }: Layer,
  name: string,
  architecture: Architecture,
  scope: Scope,
  encoded: Stream | undefined,
): Step[] {
  const mix: Omit<Mix, "stream" | "source"> = {
    isCausal: architecture.kind === "decoder" || encoded !== undefined,
    isRotary: architecture.embedding.positions === 0,
  };
  const part = (kind: string): Part => new Part(scope, `${name}.${kind}`);
  const own = (stream: Stream) => ({ ...mix, stream, source: stream });
  return [
    ...(mixer
      ? [{ ...mixer, apply: (stream: Stream) => mixerNetwork(mixer, part("attention"), own(stream)) }]
      : []),
    ...(cross && encoded
      ? [
          {
            ...cross,
            apply: (stream: Stream) =>
              mixerNetwork(cross, part("cross"), { ...mix, stream, source: encoded }),
          },
        ]
      : []),
    ...(ffn ? [{ ...ffn, apply: ({ value }: Stream) => ffnNetwork(ffn, part("ffn"), value) }] : []),
  ];
}

/** What a step adds, behind the norm of its own that follows it. */
const made = ({ apply, postNorm }: Step, scope: Scope, stream: Stream): Value =>
  postNorm ? norm(scope, apply(stream)) : apply(stream);

/** A step and its residual: x + f(norm x) if norms stand before sub-modules, else norm(x + f(x)). */
function behind(step: Step, scope: Scope, stream: Stream, isPre: boolean): Stream {
  const { value } = stream;
  if (isPre) {
    const seen = step.norm ? norm(scope, value) : value;
    return withValue(stream, add(value, made(step, scope, withValue(stream, seen))));
  }
  const sum = add(value, made(step, scope, stream));
  return withValue(stream, step.norm ? norm(scope, sum) : sum);
}

/** Steps side by side; one without a norm of its own sees what the first sees. */
function abreast(steps: readonly Step[], scope: Scope, stream: Stream, isPre: boolean): Stream {
  const { value } = stream;
  const first = isPre && steps[0]?.norm ? norm(scope, value) : value;
  const parts = steps.map((step, index) => {
    const seen = isPre && index > 0 && step.norm ? norm(scope, value) : first;
    return made(step, scope, withValue(stream, seen));
  });
  const sum = parts.reduce(add, value);
  return withValue(stream, !isPre && steps.some((step) => step.norm) ? norm(scope, sum) : sum);
}
