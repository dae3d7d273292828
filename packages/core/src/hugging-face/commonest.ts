import type { Layer } from "../architecture/architecture.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import type { Attention } from "../architecture/mixer/attention.js";
import { resolvedAttention } from "../architecture/mixer/hybrid.js";
import type { Mixer } from "../architecture/mixer/mixer.js";

/** The value that is there most often, the first of several; `undefined` where there is none. Values are compared as JSON. */
export function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<string, { readonly value: T; count: number }>();
  for (const value of values) {
    const text = JSON.stringify(value);
    const seen = counts.get(text);
    if (seen) seen.count++;
    else counts.set(text, { value, count: 1 });
  }
  const [first] = [...counts.values()].sort((one, other) => other.count - one.count);
  return first?.value;
}

/** The attentions of layers that have one, beside a state space too. */
export const attentionsOf = (layers: readonly Layer[]): Attention[] =>
  layers.flatMap(({ mixer }) => {
    if (mixer?.kind === "hybrid") return [resolvedAttention(mixer)];
    return mixer?.kind === "attention" ? [mixer] : [];
  });

/** The mixers of one kind. */
export const mixersOf = <Kind extends Mixer["kind"]>(layers: readonly Layer[], kind: Kind) =>
  layers.flatMap(({ mixer }) => (isOfKind(mixer, kind) ? [mixer] : []));

const isOfKind = <Kind extends Mixer["kind"]>(
  mixer: Mixer | undefined,
  kind: Kind,
): mixer is Extract<Mixer, { kind: Kind }> => mixer?.kind === kind;

/** The FFNs of layers that have one. */
export const ffnsOf = (layers: readonly Layer[]): Ffn[] => layers.flatMap(({ ffn }) => ffn ?? []);

/** The width of an FFN: of its first inner layer, or of one expert. */
export const ffnWidth = (ffn: Ffn): number => (ffn.kind === "plain" ? (ffn.widths[0] as number) : ffn.width);

/** The most frequent width of the FFNs; 1 if there is none. */
export const commonFfnWidth = (layers: readonly Layer[]): number =>
  commonest(ffnsOf(layers).map(ffnWidth)) ?? 1;
