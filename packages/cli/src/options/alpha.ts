import { defaultAlpha } from "@zerolm/core";
import type { ProxyFlags } from "./proxy.js";

/** A value of alpha and where it came from; every output says both. */
export interface ChosenAlpha {
  readonly value: number;
  readonly source: string;
}

/**
 * The alpha that the flags ask for.
 *
 * @param fallback what stands for no `--alpha`
 * @param labelFree computes it without labels, and says on what
 */
export function chooseAlpha(
  { alpha }: ProxyFlags,
  fallback: "label-free" | "default",
  labelFree: () => ChosenAlpha,
): ChosenAlpha {
  if (typeof alpha === "number") return { value: alpha, source: "given" };
  if (alpha === "label-free" || fallback === "label-free") return labelFree();
  return { value: defaultAlpha, source: "default" };
}
