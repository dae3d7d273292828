/** Rows of an invented benchmark in the format that NAS-Bench-BERT is published in. */
export interface Row {
  readonly id: number;
  readonly scores: { readonly glue: number };
  readonly hparams: {
    readonly model_hparam_overrides: {
      readonly hidden_size: number;
      readonly nas_config: { readonly encoder_layers: readonly object[] };
    };
  };
}

/** mulberry32: numbers from 0 to 1, the same for a seed on every machine and independent of what is tested. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const operations = [
  ["SA", "SDP"],
  ["SA", "WMA"],
  ["LT", "DFT"],
  ["LT", "DCT"],
  ["DSC", 5],
  ["DSC", 9],
] as const;

/** Invented networks whose quality grows with depth, hidden size and the FFN, with some noise. */
export function inventedRows(count: number, seed = 1): Row[] {
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, id) => {
    const hidden_size = pick([128, 256]);
    const layers = Array.from({ length: pick([2, 4]) }, () => {
      const [operation_type, operation_parameter] = pick(operations);
      const [num_operation_heads, num_feed_forward] = [pick([2, 4]), pick([1, 3])];
      const feed_forward_dimension = pick([512, 1024]);
      return {
        operation_type,
        operation_parameter,
        num_operation_heads,
        feed_forward_dimension,
        num_feed_forward,
      };
    });
    const ffn = layers.reduce((sum, layer) => sum + layer.num_feed_forward, 0);
    const glue = 60 + layers.length + hidden_size / 64 + ffn / 4 + random();
    const nas_config = { encoder_layers: layers };
    return { id, scores: { glue }, hparams: { model_hparam_overrides: { hidden_size, nas_config } } };
  });
}
