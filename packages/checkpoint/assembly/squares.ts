/*
 * Sums of squares of 16- and 32-bit floats, along rows or along columns. The twin that says what they compute is
 * `src/kernel/plain-kernels.ts`.
 *
 * Squares of BF16 are exact in float32 (8 × 8 bits of fraction). A lane adds at most 16 of them before it is added to a float64, so
 * the relative error of a sum is below 16 · 2⁻²⁴, and far below it in practice, since roundings cancel.
 */

/** Two numbers a 32-bit word: BF16, F16. Four numbers a vector: F32. */
const BF16 = 0;
const F16 = 1;

/** |x| of the numbers at even places, as float32. */
// @ts-ignore: decorator
@inline function even(kind: i32, v: v128): v128 {
  if (kind == BF16) return i32x4.shl(v, 16);
  return half(v128.and(v, i32x4.splat(0x7fff)));
}

/** |x| of the numbers at odd places. */
// @ts-ignore: decorator
@inline function odd(kind: i32, v: v128): v128 {
  if (kind == BF16) return v128.and(v, i32x4.splat(0xffff0000));
  return half(v128.and(i32x4.shr_u(v, 16), i32x4.splat(0x7fff)));
}

/** Halves without sign: shifted into place, the exponent is 112 too small, for subnormal numbers too. The largest exponent means infinity. */
// @ts-ignore: decorator
@inline function half(bits: v128): v128 {
  const value = f32x4.mul(i32x4.shl(bits, 13), f32x4.splat(5.192296858534828e33));
  return v128.bitselect(f32x4.splat(Infinity), value, f32x4.ge(value, f32x4.splat(65536)));
}

// @ts-ignore: decorator
@inline function square(v: v128): v128 {
  return f32x4.mul(v, v);
}

/** Both squares of each word, added. */
// @ts-ignore: decorator
@inline function squares(kind: i32, v: v128): v128 {
  return f32x4.add(square(even(kind, v)), square(odd(kind, v)));
}

/** The two lower float32 of a vector as float64, plus the two upper ones. */
// @ts-ignore: decorator
@inline function folded(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1)));
}

// @ts-ignore: decorator
@inline function single(kind: i32, at: usize): f64 {
  const v = i32x4.splat(<i32>load<u16>(at));
  const value = <f64>f32x4.extract_lane(even(kind, v), 0);
  return value * value;
}

// @ts-ignore: decorator
@inline function rowSum(kind: i32, start: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0);
  let at = start;
  const end = start + bytes;
  for (const last = end - (bytes & 255); at < last; at += 256) {
    let a = squares(kind, v128.load(at));
    let b = squares(kind, v128.load(at, 16));
    let c = squares(kind, v128.load(at, 32));
    let d = squares(kind, v128.load(at, 48));
    for (let step: usize = 64; step < 256; step += 64) {
      a = f32x4.add(a, squares(kind, v128.load(at + step)));
      b = f32x4.add(b, squares(kind, v128.load(at + step, 16)));
      c = f32x4.add(c, squares(kind, v128.load(at + step, 32)));
      d = f32x4.add(d, squares(kind, v128.load(at + step, 48)));
    }
    sum = f64x2.add(sum, folded(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))));
  }
  for (const last = end - (bytes & 15); at < last; at += 16) sum = f64x2.add(sum, folded(squares(kind, v128.load(at))));
  let rest: f64 = 0;
  for (; at < end; at += 2) rest += single(kind, at);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1) + rest;
}

// @ts-ignore: decorator
@inline function rowSquares(kind: i32, input: usize, rows: usize, cols: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++)
    store<f64>(out + row * 8, load<f64>(out + row * 8) + rowSum(kind, input + row * cols * 2, cols * 2));
}

/** Adds four float32 to four float64. */
// @ts-ignore: decorator
@inline function addTo(out: usize, v: v128): void {
  v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(v)));
  v128.store(out, f64x2.add(v128.load(out, 16), f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1))), 16);
}

/** Adds sums of even and odd places to eight float64. */
// @ts-ignore: decorator
@inline function addPairs(out: usize, evens: v128, odds: v128): void {
  addTo(out, i32x4.shuffle(evens, odds, 0, 4, 1, 5));
  addTo(out + 32, i32x4.shuffle(evens, odds, 2, 6, 3, 7));
}

/**
 * Up to 16 rows of a strip of 32 columns: a cache line of each row, used up at once. Rows are often a power of two apart and then share
 * few places in the cache, so that a line of which half is left for later is gone by then.
 */
// @ts-ignore: decorator
@inline function strip(kind: i32, at: usize, rows: usize, stride: usize, out: usize): void {
  let e0 = f32x4.splat(0), e1 = e0, e2 = e0, e3 = e0;
  let o0 = e0, o1 = e0, o2 = e0, o3 = e0;
  for (let row: usize = 0, place = at; row < rows; row++, place += stride) {
    let v = v128.load(place);
    e0 = f32x4.add(e0, square(even(kind, v)));
    o0 = f32x4.add(o0, square(odd(kind, v)));
    v = v128.load(place, 16);
    e1 = f32x4.add(e1, square(even(kind, v)));
    o1 = f32x4.add(o1, square(odd(kind, v)));
    v = v128.load(place, 32);
    e2 = f32x4.add(e2, square(even(kind, v)));
    o2 = f32x4.add(o2, square(odd(kind, v)));
    v = v128.load(place, 48);
    e3 = f32x4.add(e3, square(even(kind, v)));
    o3 = f32x4.add(o3, square(odd(kind, v)));
  }
  addPairs(out, e0, o0);
  addPairs(out + 64, e1, o1);
  addPairs(out + 128, e2, o2);
  addPairs(out + 192, e3, o3);
}

// @ts-ignore: decorator
@inline function colSquares(kind: i32, input: usize, rows: usize, cols: usize, out: usize): void {
  const stride = cols * 2;
  const whole = cols & ~31;
  for (let first: usize = 0; first < rows; first += 16) {
    const count = min<usize>(16, rows - first);
    const start = input + first * stride;
    for (let col: usize = 0; col < whole; col += 32) strip(kind, start + col * 2, count, stride, out + col * 8);
    for (let col = whole; col < cols; col++) {
      let sum: f64 = 0;
      for (let row: usize = 0; row < count; row++) sum += single(kind, start + row * stride + col * 2);
      store<f64>(out + col * 8, load<f64>(out + col * 8) + sum);
    }
  }
}

/** out[row] += Σ x², for rows × cols numbers of BF16 at `input`. */
export function rowSquaresBF16(input: usize, rows: usize, cols: usize, out: usize): void {
  rowSquares(BF16, input, rows, cols, out);
}

/** out[col] += Σ x². */
export function colSquaresBF16(input: usize, rows: usize, cols: usize, out: usize): void {
  colSquares(BF16, input, rows, cols, out);
}

export function rowSquaresF16(input: usize, rows: usize, cols: usize, out: usize): void {
  rowSquares(F16, input, rows, cols, out);
}

export function colSquaresF16(input: usize, rows: usize, cols: usize, out: usize): void {
  colSquares(F16, input, rows, cols, out);
}

/** For F32 products are made in float64, where they are exact. */
export function rowSquaresF32(input: usize, rows: usize, cols: usize, out: usize): void {
  for (let row: usize = 0, at = input; row < rows; row++) {
    let a = f64x2.splat(0), b = f64x2.splat(0);
    const end = at + cols * 4;
    for (const last = end - ((cols * 4) & 15); at < last; at += 16) {
      const v = v128.load(at);
      const low = f64x2.promote_low_f32x4(v);
      const high = f64x2.promote_low_f32x4(i64x2.shuffle(v, v, 1, 1));
      a = f64x2.add(a, f64x2.mul(low, low));
      b = f64x2.add(b, f64x2.mul(high, high));
    }
    a = f64x2.add(a, b);
    let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
    for (; at < end; at += 4) sum += <f64>load<f32>(at) * <f64>load<f32>(at);
    store<f64>(out + row * 8, load<f64>(out + row * 8) + sum);
  }
}

export function colSquaresF32(input: usize, rows: usize, cols: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++)
    for (let col: usize = 0; col < cols; col++) {
      const value = <f64>load<f32>(input + (row * cols + col) * 4);
      store<f64>(out + col * 8, load<f64>(out + col * 8) + value * value);
    }
}
