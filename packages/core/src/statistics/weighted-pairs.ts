/*
 * Notation
 *   n     number of points (xᵢ, yᵢ)
 *   cell  a distinct point; cells are numbered by x, then y
 *   w     weight of a cell: how often a resample holds it; the weights sum to n
 *   X, Y  dense ranks of x and y, 0 … number of distinct values − 1
 */
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type Concordance, pairsOf, tauB, tiedPairs } from "./kendall.js";
import { correlationOfSums } from "./spearman.js";

/**
 * A set of points that is resampled again and again: sorted once, then each resample is only a weight a cell.
 *
 * A resample costs O(n) for Spearman's ρ and O(n log n) for Kendall's τ-b, allocates nothing and sorts nothing.
 * Drawing picks places in the order by (x, y), so that neither the order of the input nor an increasing transformation
 * of x or y alters what a seed draws.
 *
 * @example
 * const points = new WeightedPairs([1, 2, 3], [1, 3, 2]);
 * points.draw(Int32Array.of(2, 0, 1));
 * points.spearman(); // of the resample, or undefined if it is constant
 */
export class WeightedPairs {
  /** Cell of each point, in the order by (x, y). */
  readonly #cells: Int32Array;
  /** Where each point of the input stands in that order. */
  readonly #places: Int32Array;
  /** How often each point is held, in the order by (x, y). */
  readonly #held: Int32Array;
  readonly #cellX: Int32Array;
  readonly #cellY: Int32Array;
  readonly #weights: Int32Array;
  readonly #xWeights: Int32Array;
  readonly #yWeights: Int32Array;
  readonly #xMiddles: Float64Array;
  readonly #yMiddles: Float64Array;
  readonly #tree: Int32Array;

  /**
   * Every point with weight 1.
   * @param x finite numbers (not checked here)
   * @param y as many
   */
  constructor(x: ArrayLike<number>, y: ArrayLike<number>) {
    const xDense = denseRanks(x);
    const yDense = denseRanks(y);
    const order = orderByRank(xDense, orderByRank(yDense));
    const pointX = order.map((index) => xDense.ranks[index]);
    const pointY = order.map((index) => yDense.ranks[index]);
    const isNew = (place: number) =>
      pointX[place] !== pointX[place - 1] || pointY[place] !== pointY[place - 1];
    let last = -1;
    this.#cells = order.map((_, place) => (isNew(place) ? ++last : last));
    this.#held = new Int32Array(order.length).fill(1);
    this.#places = new Int32Array(order.length);
    for (const [place, index] of order.entries()) this.#places[index] = place;
    this.#cellX = pointX.filter((_, place) => isNew(place));
    this.#cellY = pointY.filter((_, place) => isNew(place));
    // Where no point repeats, cells are points; where moreover no x does, they are values of x: one list of weights serves all three.
    this.#weights = last + 1 === order.length ? this.#held : new Int32Array(last + 1);
    this.#xWeights = xDense.counts.length === last + 1 ? this.#weights : xDense.counts.slice();
    this.#yWeights = yDense.counts.slice();
    this.#xMiddles = new Float64Array(this.#xWeights.length);
    this.#yMiddles = new Float64Array(this.#yWeights.length);
    this.#tree = new Int32Array(this.#yWeights.length + 1);
    this.#gather();
  }

  /**
   * Replaces the weights by those of a resample.
   *
   * @param weights how often each point is drawn, in the order by (x, y); they sum to n, or see {@link concordance}
   */
  draw(weights: Int32Array): void {
    this.#held.set(weights);
    this.#gather();
  }

  /**
   * Replaces the weights by given ones.
   *
   * @param weights one a point, in the order of the input; they sum to n
   */
  weigh(weights: Int32Array): void {
    for (let index = 0; index < weights.length; index++) this.#held[this.#places[index]] = weights[index];
    this.#gather();
  }

  /** Sums the weights of points over cells, and those of cells over x and y. */
  #gather(): void {
    if (this.#weights !== this.#held) addInto(this.#weights, this.#cells, this.#held);
    if (this.#xWeights !== this.#weights) addInto(this.#xWeights, this.#cellX, this.#weights);
    addInto(this.#yWeights, this.#cellY, this.#weights);
  }

  /** Pairs of two different points. */
  pairsOfTwo(): number {
    return pairsOf(this.#cells.length) - tiedPairs(this.#held);
  }

  /** Spearman's ρ of the weighted points; `undefined` where x or y is constant. */
  spearman(): number | undefined {
    const weights = this.#weights;
    const xx = centredMiddles(this.#xWeights, this.#cells.length, this.#xMiddles);
    const yy = centredMiddles(this.#yWeights, this.#cells.length, this.#yMiddles);
    let xy = 0;
    for (let cell = 0; cell < weights.length; cell++) {
      xy += weights[cell] * this.#xMiddles[this.#cellX[cell]] * this.#yMiddles[this.#cellY[cell]];
    }
    return correlationOfSums(xx, yy, xy);
  }

  /** Kendall's τ-b of the weighted points; `undefined` where x or y is constant. */
  kendall(): number | undefined {
    return tauB(this.concordance());
  }

  /**
   * How the pairs of the weighted points fall.
   *
   * @param total what the weights sum to; default n. Points that are a part of a resample are not always as many
   */
  concordance(total = this.#cells.length): Concordance {
    const pairs = pairsOf(total);
    const tiedBoth = tiedPairs(this.#weights);
    const tiedX = this.#xWeights === this.#weights ? 0 : tiedPairs(this.#xWeights) - tiedBoth;
    const tiedY = tiedPairs(this.#yWeights) - tiedBoth;
    const discordant = this.#discordant();
    const concordant = pairs - tiedX - tiedY - tiedBoth - discordant;
    return { concordant, discordant, tiedX, tiedY, tiedBoth, pairs };
  }

  /**
   * Cells come in ascending x: each is discordant with the weight seen before it at a larger y. Cells of equal x come
   * in ascending y and so never count against each other. The weight seen at each y is kept in a binary indexed tree
   * (Fenwick 1994).
   */
  #discordant(): number {
    const tree = this.#tree.fill(0);
    let seen = 0;
    let discordant = 0;
    for (let cell = 0; cell < this.#weights.length; cell++) {
      const weight = this.#weights[cell];
      if (weight === 0) continue;
      const y = this.#cellY[cell] + 1;
      let notLarger = 0;
      for (let node = y; node > 0; node &= node - 1) notLarger += tree[node];
      discordant += weight * (seen - notLarger);
      for (let node = y; node < tree.length; node += node & -node) tree[node] += weight;
      seen += weight;
    }
    return discordant;
  }
}

/** Sums weights over the groups that their places name. */
function addInto(sums: Int32Array, groups: Int32Array, weights: Int32Array): void {
  sums.fill(0);
  for (let place = 0; place < weights.length; place++) sums[groups[place]] += weights[place];
}

/**
 * For each distinct value, twice the distance of its average rank from the mean rank (n + 1)/2: an integer.
 * Returns the weighted sum of their squares.
 */
function centredMiddles(weights: Int32Array, n: number, middles: Float64Array): number {
  let before = 0;
  let squares = 0;
  for (let value = 0; value < weights.length; value++) {
    const weight = weights[value];
    const middle = 2 * before + weight - n;
    middles[value] = middle;
    squares += weight * middle * middle;
    before += weight;
  }
  return squares;
}
