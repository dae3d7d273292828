/*
 * Matrix products and ln det(I + G) of a Gram matrix G = X·Xᵀ, in float32 with the pivots in float64.
 *
 * All matrices are in quads: blocks of 4 × 4 numbers of 64 bytes, a row of blocks after the other, rows and columns padded with zeros to
 * multiples of 4. A kernel then finds the numbers of four rows side by side, each at a fixed distance from one pointer. G and the Cholesky
 * factor L (G + I = L·Lᵀ) share one n × n matrix of which the lower triangle counts. Everything heavy is one kernel: dot products of 2 rows
 * with 4 rows.
 */

/** Rows of a tile: 64 × 512 float32 of each factor fit into a second-level cache. */
const TILE: usize = 64;
const DEPTH: usize = 512;

// @ts-ignore: decorator
@inline function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** The horizontal sums of four vectors, in one. */
// @ts-ignore: decorator
@inline function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

/** Two rows of a quad of `out` += sign · (two rows of a)·(four rows of b), over `bytes` of quads. */
// @ts-ignore: decorator
@inline function block(a: usize, b: usize, bytes: usize, out: usize, sign: v128): void {
  let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
  let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  const end = a + bytes;
  while (a < end) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    let y = v128.load(b);
    s00 = madd(s00, x0, y);
    s10 = madd(s10, x1, y);
    y = v128.load(b, 16);
    s01 = madd(s01, x0, y);
    s11 = madd(s11, x1, y);
    y = v128.load(b, 32);
    s02 = madd(s02, x0, y);
    s12 = madd(s12, x1, y);
    y = v128.load(b, 48);
    s03 = madd(s03, x0, y);
    s13 = madd(s13, x1, y);
    a += 64;
    b += 64;
  }
  v128.store(out, madd(v128.load(out), sign, sums(s00, s01, s02, s03)));
  v128.store(out, madd(v128.load(out, 16), sign, sums(s10, s11, s12, s13)), 16);
}

/**
 * C += sign · A·Bᵀ over the tile of `rows` × `cols` quads; on the diagonal the lower triangle only. Strides are bytes from one row of quads
 * to the next. Columns come first: the four rows of b stay in the nearest cache while those of a pass by.
 */
function tile(a: usize, aStride: usize, b: usize, bStride: usize, bytes: usize, c: usize, cStride: usize, rows: usize, cols: usize, sign: f32): void {
  const factor = f32x4.splat(sign);
  const diagonal = a == b;
  for (let col: usize = 0; col < cols; col++)
    for (let row = diagonal ? col : 0; row < rows; row++) {
      const from = a + row * aStride;
      const other = b + col * bStride;
      const out = c + row * cStride + col * 64;
      block(from, other, bytes, out, factor);
      block(from + 32, other, bytes, out + 32, factor);
    }
}

/** Quads along a side of a tile that begins at `from` of `size` rows. */
// @ts-ignore: decorator
@inline function quads(from: usize, size: usize): usize {
  return min<usize>(TILE, size - from) >> 2;
}

/** G += X·Xᵀ, lower triangle, in tiles; X has n rows of k numbers. */
export function addGram(x: usize, n: usize, k: usize, gram: usize): void {
  const stride = k * 16;
  for (let depth: usize = 0; depth < k; depth += DEPTH) {
    const bytes = min<usize>(DEPTH, k - depth) * 16;
    const from = x + depth * 16;
    for (let i: usize = 0; i < n; i += TILE)
      for (let j: usize = 0; j <= i; j += TILE)
        tile(from + (i >> 2) * stride, stride, from + (j >> 2) * stride, stride, bytes, gram + ((i >> 2) * n + j) * 16, n * 16, quads(i, n), quads(j, n), 1);
  }
}

/**
 * ln det(I + G), G being overwritten with L. The 1 is added to a pivot in float64, so that small matrices keep their digits. In exact
 * arithmetic no pivot is below 1; where rounding has brought one below 0.9, float32 is not enough for this matrix and the answer is NaN.
 */
export function logDeterminant(gram: usize, n: usize): f64 {
  const stride = n * 16;
  let logs: f64 = 0;
  for (let j: usize = 0; j < n; j += TILE) {
    const cols = quads(j, n);
    const across = gram + (j >> 2) * stride;
    for (let i = j; i < n; i += TILE) {
      const rows = quads(i, n);
      const down = gram + (i >> 2) * stride;
      const target = down + j * 16;
      for (let depth: usize = 0; depth < j; depth += DEPTH)
        tile(down + depth * 16, stride, across + depth * 16, stride, min<usize>(DEPTH, j - depth) * 16, target, stride, rows, cols, -1);
      if (i == j) logs += factor(target, stride, cols * 4);
      else solve(target, across + j * 16, stride, rows, cols);
    }
  }
  return 2 * logs;
}

/** Where entry (i, j) lies. */
// @ts-ignore: decorator
@inline function place(at: usize, stride: usize, i: usize, j: usize): usize {
  return at + (i >> 2) * stride + (j >> 2) * 64 + (i & 3) * 16 + (j & 3) * 4;
}

// @ts-ignore: decorator
@inline function entry(at: usize, stride: usize, i: usize, j: usize): f64 {
  return <f64>load<f32>(place(at, stride, i, j));
}

/** Rows i and j up to column `count`. */
// @ts-ignore: decorator
@inline function dot(at: usize, stride: usize, i: usize, j: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < count; k++) sum += entry(at, stride, i, k) * entry(at, stride, j, k);
  return sum;
}

/** Cholesky of one tile on the diagonal; the sum of the logarithms of its pivots' roots. */
function factor(at: usize, stride: usize, size: usize): f64 {
  let logs: f64 = 0;
  for (let i: usize = 0; i < size; i++) {
    for (let j: usize = 0; j < i; j++) {
      const rest = entry(at, stride, i, j) - dot(at, stride, i, j, j);
      store<f32>(place(at, stride, i, j), <f32>(rest / entry(at, stride, j, j)));
    }
    const excess = entry(at, stride, i, i) - dot(at, stride, i, i, i);
    if (!(excess >= -0.1)) return NaN;
    store<f32>(place(at, stride, i, i), <f32>Math.sqrt(1 + excess));
    logs += Math.log1p(excess) / 2;
  }
  return logs;
}

/** Rows of L below a diagonal tile, X·L₁₁ᵀ = A: four columns at a time lose what the columns before them explain, then what they share. */
function solve(at: usize, diagonal: usize, stride: usize, rows: usize, cols: usize): void {
  const minus = f32x4.splat(-1);
  for (let col: usize = 0; col < cols; col++) {
    const other = diagonal + col * stride;
    const own = other + col * 64;
    const l00 = load<f32>(own);
    const l10 = load<f32>(own, 16), l11 = load<f32>(own, 20);
    const l20 = load<f32>(own, 32), l21 = load<f32>(own, 36), l22 = load<f32>(own, 40);
    const l30 = load<f32>(own, 48), l31 = load<f32>(own, 52), l32 = load<f32>(own, 56), l33 = load<f32>(own, 60);
    for (let row: usize = 0; row < rows; row++) {
      const from = at + row * stride;
      const quad = from + col * 64;
      block(from, other, col * 64, quad, minus);
      block(from + 32, other, col * 64, quad + 32, minus);
      for (let x = quad; x < quad + 64; x += 16) {
        const x0 = load<f32>(x) / l00;
        const x1 = (load<f32>(x, 4) - x0 * l10) / l11;
        const x2 = (load<f32>(x, 8) - x0 * l20 - x1 * l21) / l22;
        const x3 = (load<f32>(x, 12) - x0 * l30 - x1 * l31 - x2 * l32) / l33;
        store<f32>(x, x0);
        store<f32>(x, x1, 4);
        store<f32>(x, x2, 8);
        store<f32>(x, x3, 12);
      }
    }
  }
}

/** C = A·Bᵀ: A rows × k, B cols × k, C rows × cols and all zeros. */
export function multiply(a: usize, rows: usize, b: usize, cols: usize, k: usize, c: usize): void {
  const stride = k * 16;
  for (let depth: usize = 0; depth < k; depth += DEPTH) {
    const bytes = min<usize>(DEPTH, k - depth) * 16;
    for (let i: usize = 0; i < rows; i += TILE)
      for (let j: usize = 0; j < cols; j += TILE)
        tile(a + (i >> 2) * stride + depth * 16, stride, b + (j >> 2) * stride + depth * 16, stride, bytes, c + ((i >> 2) * cols + j) * 16, cols * 16, quads(i, rows), quads(j, cols), 1);
  }
}
