import type { Architecture, Layer } from "../../src/architecture/architecture.js";
import type { Ffn } from "../../src/architecture/ffn/ffn.js";
import type { Mixer } from "../../src/architecture/mixer/mixer.js";

/** A product of two matrices: rows × inner by inner × cols. */
type Product = readonly [rows: number, inner: number, cols: number];

/** Tokens that a layer sees, and those of the encoder that it attends to. */
interface Seen {
  readonly own: number;
  readonly encoder: number;
}

/**
 * FLOPs of a forward pass as a profiler would add them up, product by product, with none of the code under test. For layers of plain
 * attention and any FFN, without adapters, adaptive embeddings and embedding projections.
 *
 * @param text tokens of a text
 */
export function naiveFlops(architecture: Architecture, text: number): number {
  const { layers, head, hidden, embedding, kind } = architecture;
  const { patches, classToken, vocabulary } = embedding;
  const count = patches ? (patches.image / patches.size) * (patches.image / patches.size) : 0;
  const image = count + (classToken ? 1 : 0);
  const apart = kind === "encoder-decoder";
  const encoder = patches ? (apart || vocabulary === 0 ? image : image + text) : text;
  const last = apart ? text : encoder;
  const outputs = head.outputs > 0 ? [[head.oneToken ? 1 : last, hidden, head.outputs] as const] : [];
  const products: Product[] = [
    ...(patches ? [[count, patches.channels * patches.size * patches.size, hidden] as const] : []),
    ...layers.flatMap((layer) =>
      layerProducts(layer, hidden, { own: layer.cross ? text : encoder, encoder }),
    ),
    ...(head.vocabulary === "none" ? [] : [[last, hidden, vocabulary] as const]),
    ...outputs,
  ];
  return products.reduce((sum, [rows, inner, cols]) => sum + 2 * rows * inner * cols, 0);
}

const layerProducts = ({ mixer, cross, ffn }: Layer, hidden: number, { own, encoder }: Seen): Product[] => [
  ...(mixer ? attentionProducts(mixer, hidden, own, own) : []),
  ...(cross ? attentionProducts(cross, hidden, own, encoder) : []),
  ...(ffn ? ffnProducts(ffn, hidden, own) : []),
];

function attentionProducts(mixer: Mixer, hidden: number, queries: number, keys: number): Product[] {
  if (mixer.kind !== "attention") throw new Error("only attention is counted here");
  const { heads, keyValueHeads, headDim, window } = mixer;
  const reached = window === undefined || window > keys ? keys : window;
  const eachHead = Array.from({ length: heads }, (): Product[] => [
    [queries, headDim, reached],
    [queries, reached, headDim],
  ]);
  return [
    [queries, hidden, heads * headDim],
    [keys, hidden, keyValueHeads * headDim],
    [keys, hidden, keyValueHeads * headDim],
    ...eachHead.flat(),
    [queries, heads * headDim, hidden],
  ];
}

function ffnProducts(ffn: Ffn, hidden: number, tokens: number): Product[] {
  if (ffn.kind === "mixture") {
    const { active, shared, width, sharedWidth = width } = ffn;
    const widths = [...Array<number>(active).fill(width), ...Array<number>(shared).fill(sharedWidth)];
    const experts = widths.flatMap((own) => block(ffn.gated, [hidden, own, hidden], tokens));
    return [[tokens, hidden, ffn.experts], ...experts];
  }
  const widths = ffn.kind === "gated" ? [ffn.width] : ffn.widths;
  return block(ffn.kind === "gated", [hidden, ...widths, hidden], tokens);
}

/** Dense layers one after the other; a gate is as large as the first. */
function block(isGated: boolean, sizes: readonly number[], tokens: number): Product[] {
  const dense = sizes.slice(1).map((cols, index): Product => [tokens, sizes[index] as number, cols]);
  return isGated ? [dense[0] as Product, ...dense] : dense;
}

/** Keys and values of one sequence, token by token: of decoder layers those that are still reached, and all of the encoder's. */
export function naiveCache({ kind, layers, embedding }: Architecture, context: number): number {
  const { patches, classToken, vocabulary } = embedding;
  const image = patches ? (patches.image / patches.size) ** 2 + (classToken ? 1 : 0) : 0;
  const apart = kind === "encoder-decoder";
  const own = apart || !patches ? context : image + (vocabulary > 0 ? context : 0);
  const keeps = (mixer: Mixer | undefined, tokens: number): number => {
    if (mixer?.kind !== "attention") return 0;
    let entries = 0;
    for (let age = 0; age < tokens; age++)
      if (mixer.window === undefined || age < mixer.window)
        entries += mixer.keyValueHeads * (mixer.headDim + mixer.headDim);
    return entries;
  };
  return layers.reduce((sum, { mixer, cross }) => {
    if (kind === "encoder" || (apart && !cross)) return sum;
    return sum + keeps(mixer, own) + keeps(cross, patches ? image : context);
  }, 0);
}
