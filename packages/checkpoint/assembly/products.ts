/*
 * ln det(I + G) of a Gram matrix G = X·Xᵀ, in float32 with the pivots in float64.
 *
 * X: n vectors of length k, row by row, n a multiple of 4 and k of 4 (padded with zeros). G and the Cholesky factor L (G + I = L·Lᵀ)
 * share one n × n array of which the lower triangle counts. Everything heavy is one kernel: dot products of 4 rows with 4 rows.
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

/** out[r][0…3] += sign · (row r of a)·(rows 0…3 of b) for two rows r, over `bytes` of each. */
// @ts-ignore: decorator
@inline function block(a: usize, b: usize, stride: usize, bytes: usize, out: usize, outStride: usize, sign: v128): void {
  let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
  let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  const a1 = a + stride, b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
  for (let at: usize = 0; at < bytes; at += 16) {
    const x0 = v128.load(a + at);
    const x1 = v128.load(a1 + at);
    let y = v128.load(b + at);
    s00 = madd(s00, x0, y);
    s10 = madd(s10, x1, y);
    y = v128.load(b1 + at);
    s01 = madd(s01, x0, y);
    s11 = madd(s11, x1, y);
    y = v128.load(b2 + at);
    s02 = madd(s02, x0, y);
    s12 = madd(s12, x1, y);
    y = v128.load(b3 + at);
    s03 = madd(s03, x0, y);
    s13 = madd(s13, x1, y);
  }
  v128.store(out, madd(v128.load(out), sign, sums(s00, s01, s02, s03)));
  v128.store(out + outStride, madd(v128.load(out + outStride), sign, sums(s10, s11, s12, s13)));
}

/** C += sign · A·Bᵀ over the tile of `rows` × `cols`; on the diagonal only blocks that touch the lower triangle. */
function tile(a: usize, b: usize, stride: usize, bytes: usize, c: usize, cStride: usize, rows: usize, cols: usize, sign: f32): void {
  const factor = f32x4.splat(sign);
  const diagonal = a == b;
  for (let row: usize = 0; row < rows; row += 2) {
    const limit = diagonal ? min<usize>(cols, row + 2) : cols;
    for (let col: usize = 0; col < limit; col += 4)
      block(a + row * stride, b + col * stride, stride, bytes, c + row * cStride + col * 4, cStride, factor);
  }
}

/** G += X·Xᵀ, lower triangle, in tiles; X has rows of `k` numbers. */
export function addGram(x: usize, n: usize, k: usize, gram: usize): void {
  const stride = k * 4;
  for (let depth: usize = 0; depth < k; depth += DEPTH) {
    const bytes = min<usize>(DEPTH, k - depth) * 4;
    for (let i: usize = 0; i < n; i += TILE)
      for (let j: usize = 0; j <= i; j += TILE)
        tile(x + i * stride + depth * 4, x + j * stride + depth * 4, stride, bytes, gram + (i * n + j) * 4, n * 4, min<usize>(TILE, n - i), min<usize>(TILE, n - j), 1);
  }
}

/**
 * ln det(I + G), G being overwritten with L. The 1 is added to a pivot in float64, so that small matrices keep their digits. In exact
 * arithmetic no pivot is below 1; where rounding has brought one below 0.9, float32 is not enough for this matrix and the answer is NaN.
 */
export function logDeterminant(gram: usize, n: usize): f64 {
  const stride = n * 4;
  let logs: f64 = 0;
  for (let j: usize = 0; j < n; j += TILE) {
    const cols = min<usize>(TILE, n - j);
    for (let i = j; i < n; i += TILE) {
      const rows = min<usize>(TILE, n - i);
      const target = gram + i * stride + j * 4;
      for (let depth: usize = 0; depth < j; depth += DEPTH)
        tile(gram + i * stride + depth * 4, gram + j * stride + depth * 4, stride, min<usize>(DEPTH, j - depth) * 4, target, stride, rows, cols, -1);
      if (i == j) logs += factor(target, stride, cols);
      else solve(target, gram + j * stride + j * 4, stride, rows, cols);
    }
  }
  return 2 * logs;
}

// @ts-ignore: decorator
@inline function dot(a: usize, b: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < count * 4; at += 4) sum += <f64>load<f32>(a + at) * <f64>load<f32>(b + at);
  return sum;
}

/** Cholesky of one tile on the diagonal; the sum of the logarithms of its pivots' roots. */
function factor(at: usize, stride: usize, size: usize): f64 {
  let logs: f64 = 0;
  for (let i: usize = 0; i < size; i++) {
    const row = at + i * stride;
    for (let j: usize = 0; j < i; j++) {
      const rest = <f64>load<f32>(row + j * 4) - dot(row, at + j * stride, j);
      store<f32>(row + j * 4, <f32>(rest / <f64>load<f32>(at + j * stride + j * 4)));
    }
    const excess = <f64>load<f32>(row + i * 4) - dot(row, row, i);
    if (!(excess >= -0.1)) return NaN;
    store<f32>(row + i * 4, <f32>Math.sqrt(1 + excess));
    logs += Math.log1p(excess) / 2;
  }
  return logs;
}

/** Rows of L below a diagonal tile: x·L₁₁ᵀ = a, by forward substitution. */
function solve(at: usize, diagonal: usize, stride: usize, rows: usize, cols: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    const row = at + i * stride;
    for (let j: usize = 0; j < cols; j++) {
      const other = diagonal + j * stride;
      let sum = f32x4.splat(0);
      const whole = (j & ~3) * 4;
      for (let k: usize = 0; k < whole; k += 16) sum = madd(sum, v128.load(row + k), v128.load(other + k));
      let rest = load<f32>(row + j * 4) - (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
      for (let k = whole; k < j * 4; k += 4) rest -= load<f32>(row + k) * load<f32>(other + k);
      store<f32>(row + j * 4, rest / load<f32>(other + j * 4));
    }
  }
}

/** C = A·Bᵀ: A rows × k, B cols × k, C rows × cols and all zeros; rows even, cols and k multiples of 4. */
export function multiply(a: usize, rows: usize, b: usize, cols: usize, k: usize, c: usize): void {
  const stride = k * 4;
  for (let depth: usize = 0; depth < k; depth += DEPTH) {
    const bytes = min<usize>(DEPTH, k - depth) * 4;
    for (let i: usize = 0; i < rows; i += TILE)
      for (let j: usize = 0; j < cols; j += TILE)
        tile(a + i * stride + depth * 4, b + j * stride + depth * 4, stride, bytes, c + (i * cols + j) * 4, cols * 4, min<usize>(TILE, rows - i), min<usize>(TILE, cols - j), 1);
  }
}
