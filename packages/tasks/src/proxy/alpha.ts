import { defaultAlpha, type OptionValues, proxies } from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { type LoadedProxy, optionsOf } from "./load-proxy.js";

/** A value of alpha and where it came from; every output says both. */
export interface ChosenAlpha {
  readonly value: number;
  readonly source: string;
}

/** Whether alpha is ZeroLM's, which can be chosen without labels; an alpha of one's own proxy is a number like any other. */
export const hasZerolmAlpha = ({ proxy }: Pick<LoadedProxy, "proxy">): boolean => proxy === proxies.zerolm;

/**
 * The alpha that a request asks for.
 *
 * @param alpha a number, or a word for the way to choose it
 * @param fallback what stands for none
 * @param labelFree computes it without labels, and says on what
 */
export function chooseAlpha(
  alpha: unknown,
  fallback: "label-free" | "default",
  labelFree: () => ChosenAlpha,
): ChosenAlpha {
  if (typeof alpha === "number") return { value: alpha, source: "given" };
  if (alpha === "label-free" || fallback === "label-free") return labelFree();
  return { value: defaultAlpha, source: "default" };
}

/** The options of a proxy with the alpha that was chosen for ZeroLM in them. */
export const optionsWith = (
  loaded: LoadedProxy,
  options: OptionValues,
  alpha: ChosenAlpha | undefined,
  host: TaskHost,
): OptionValues => optionsOf(loaded, { ...options, ...(alpha ? { alpha: alpha.value } : {}) }, host);
