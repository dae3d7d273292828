import type { Frame } from "./architecture.js";

/** Parameters of a norm over `width` features: scale and shift (LayerNorm), or scale alone (RMSNorm). */
export function normParameters({ norm }: Pick<Frame, "norm">, width: number): number {
  return norm === "layer" ? 2 * width : width;
}
