import { dense, type Expected, ffnRows, type LayerSizes, norm, other, type Part, queries } from "./family.js";
import type { SizeReader } from "./size-reader.js";

/** What an encoder calls the parts of a layer. Key, value and query have one shape; every dense layer has a bias. */
export interface EncoderNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly output: string;
  readonly attentionNorm: string;
  readonly up: string;
  readonly down: string;
  readonly ffnNorm: string;
}

/** The equal layers of an encoder, from the keys of its config. */
export function encoderLayers(
  read: SizeReader,
  hidden: number,
  [depth, heads, ffn]: readonly [string, string, string],
  ffnDefault?: number,
): LayerSizes[] {
  const count = read.size(heads);
  const layer: LayerSizes = {
    heads: count,
    keyValueHeads: count,
    headDim: read.quotient(heads, hidden, count),
    ffnWidth: read.size(ffn, ffnDefault),
  };
  return new Array<LayerSizes>(read.depth(depth)).fill(layer);
}

/** All tensors of one layer. */
export function encoderLayer(
  at: string,
  names: EncoderNames,
  layer: LayerSizes,
  index: number,
  hidden: number,
  bias: "always" | "maybe" = "always",
): Expected[] {
  const attention = { subModule: "attention", layer: index } as const;
  const ffn = { subModule: "ffn", layer: index } as const;
  const matrix = (role: Part["role"], rows: Part["rows"], cols: Part["rows"]): Part[] => [
    { role, rows, cols },
  ];
  const [heads, width, input] = [queries(layer), ffnRows(layer), other(hidden)];
  return [
    ...dense(`${at}.${names.query}`, attention, matrix("query", heads, input), bias),
    ...dense(`${at}.${names.key}`, attention, matrix("key", heads, input), bias),
    ...dense(`${at}.${names.value}`, attention, matrix("value", heads, input), bias),
    ...dense(`${at}.${names.output}`, attention, matrix("output", input, heads), "always"),
    ...norm(`${at}.${names.attentionNorm}`, attention, hidden, "layer"),
    ...dense(`${at}.${names.up}`, ffn, matrix("up", width, input), "always"),
    ...dense(`${at}.${names.down}`, ffn, matrix("down", input, width), "always"),
    ...norm(`${at}.${names.ffnNorm}`, ffn, hidden, "layer"),
  ];
}
