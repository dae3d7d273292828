/** A layer and how much it changes the stream. */
export interface LayerInfluence {
  readonly layer: number;
  readonly influence: number;
}

/** Layers that are tried beside those that go, the least influential first. */
const triedBeside = 6;

/**
 * The layers without which the loss is least: one after the other, each the best beside those that are gone already. Of many layers those that
 * change the stream least are tried, since each costs a pass over the text.
 *
 * @param count at most; no more go than may
 * @returns the first to go first
 * @example
 * await layersByLoss(influences, 2, async (layers) => loss(without(layers))); // [5, 2]
 */
export async function layersByLoss(
  droppable: readonly LayerInfluence[],
  count: number,
  lossWithout: (layers: readonly number[]) => Promise<number>,
): Promise<readonly number[]> {
  const tried = droppable
    .toSorted((one, other) => one.influence - other.influence || one.layer - other.layer)
    .slice(0, count + triedBeside)
    .map(({ layer }) => layer)
    .toSorted((one, other) => one - other);
  let gone: readonly number[] = [];
  while (gone.length < Math.min(count, tried.length)) gone = await oneMore(gone, tried, lossWithout);
  return gone;
}

async function oneMore(
  gone: readonly number[],
  tried: readonly number[],
  lossWithout: (layers: readonly number[]) => Promise<number>,
): Promise<readonly number[]> {
  let best: { readonly layers: readonly number[]; readonly loss: number } | undefined;
  for (const layer of tried.filter((one) => !gone.includes(one))) {
    const layers = [...gone, layer];
    const loss = await lossWithout(layers);
    if (!best || loss < best.loss) best = { layers, loss };
  }
  return best?.layers ?? gone;
}
