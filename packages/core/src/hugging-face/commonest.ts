import type { Layer } from "../architecture/architecture.js";
import type { Ffn } from "../architecture/ffn/ffn.js";
import type { Attention } from "../architecture/mixer/attention.js";

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

/** The attentions of layers that have one. */
export const attentionsOf = (layers: readonly Layer[]): Attention[] =>
  layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer] : []));

/** The FFNs of layers that have one. */
export const ffnsOf = (layers: readonly Layer[]): Ffn[] => layers.flatMap(({ ffn }) => ffn ?? []);

/** The width of an FFN: of its first inner layer, or of one expert. */
export const ffnWidth = (ffn: Ffn): number => (ffn.kind === "plain" ? (ffn.widths[0] as number) : ffn.width);

/** The most frequent width of the FFNs; 1 if there is none. */
export const commonFfnWidth = (layers: readonly Layer[]): number =>
  commonest(ffnsOf(layers).map(ffnWidth)) ?? 1;
