/** What norms an architecture has: with scale and shift, or with scale alone. */
export type Norm = "layer" | "rms";

/** Parameters of a norm over `width` features: scale and shift (LayerNorm), or scale alone (RMSNorm). */
export function normParameters({ norm }: { readonly norm: Norm }, width: number): number {
  return norm === "layer" ? 2 * width : width;
}
