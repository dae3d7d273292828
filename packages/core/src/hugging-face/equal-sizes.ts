import type { Layer } from "../architecture/architecture.js";

/**
 * Whether all layers have one number of heads and one FFN width, and lack nothing, so that keys which hold for all layers can say their
 * sizes. Windows and position buckets may differ, for which families have keys.
 */
export function haveEqualSizes([first, ...others]: readonly Layer[]): boolean {
  if (first?.mixer === undefined || first.ffn === undefined) return false;
  const text = sizesText(first);
  return others.every((layer) => sizesText(layer) === text);
}

function sizesText({ mixer, ffn }: Layer): string {
  const heads = mixer?.kind === "attention" ? `${mixer.heads} ${mixer.keyValueHeads}` : mixer?.kind;
  if (ffn === undefined) return `${heads} none`;
  return ffn.kind === "plain" ? `${heads} ${ffn.widths.join(" ")}` : `${heads} ${ffn.width}`;
}
