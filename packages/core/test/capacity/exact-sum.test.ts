import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addScaled, type ExactSum, exactTerm, sumOf, wholeTerm, zero } from "../../src/capacity/exact-sum.js";
import { shuffled } from "../../testing/lists.js";

/** A term as a whole number of 2⁻⁵², without rounding. */
const units = ({ high, low }: ExactSum): bigint => BigInt(high * 2 ** 22) * 2n ** 30n + BigInt(low * 2 ** 52);

const valueOf = ({ high, low }: ExactSum): number => high + low;

/** Numbers of every magnitude up to 100, and whole factors; a thousand of them stay within the bounds of an exact sum. */
const number = fc.oneof(
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
);
const term = fc.record({ value: number, factor: fc.integer({ min: 0, max: 10_000 }) });
const terms = fc.array(term, { minLength: 1, maxLength: 100 });

type Term = { readonly value: number; readonly factor: number };

const add = (list: readonly Term[]): ExactSum =>
  list.reduce((sum, { value, factor }) => addScaled(sum, exactTerm(value), factor), zero);

describe("exactTerm", () => {
  it("is the number to 2⁻⁵³, in two parts on their grids", () => {
    fc.assert(
      fc.property(number, (value) => {
        const { high, low } = exactTerm(value);
        expect(Number.isInteger(high * 2 ** 22) && Number.isInteger(low * 2 ** 52)).toBe(true);
        expect(Math.abs(low)).toBeLessThanOrEqual(2 ** -23);
        expect(Math.abs(high + low - value)).toBeLessThanOrEqual(
          Math.max(2 ** -53, 2 ** -53 * Math.abs(value)),
        );
      }),
    );
  });
});

describe("a sum", () => {
  it("has the same bits in any order", () => {
    const orders = terms.chain((list) => fc.tuple(fc.constant(list), shuffled(list)));
    fc.assert(
      fc.property(orders, ([list, other]) => {
        expect(add(other)).toEqual(add(list));
      }),
    );
  });

  it("has the same bits in any grouping", () => {
    fc.assert(
      fc.property(terms, fc.array(fc.nat(100)), (list, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % list.length), list.length].sort((a, b) => a - b);
        const groups = places.slice(1).map((end, index) => list.slice(places[index], end));
        expect(sumOf(groups.map(add))).toEqual(add(list));
      }),
    );
  });

  it("is exact: one rounding away from the sum of its terms", () => {
    fc.assert(
      fc.property(terms, (list) => {
        const exact = list.reduce(
          (sum, { value, factor }) => sum + units(exactTerm(value)) * BigInt(factor),
          0n,
        );
        expect(units(add(list))).toBe(exact);
        expect(valueOf(add(list))).toBe(Number(exact) / 2 ** 52);
      }),
    );
  });

  it("with a factor is what repeated adding gives", () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 300 }), (value, factor) => {
        const repeated = sumOf(new Array<ExactSum>(factor).fill(exactTerm(value)));
        expect(addScaled(zero, exactTerm(value), factor)).toEqual(repeated);
      }),
    );
  });

  it("of whole numbers is exact up to 2⁵³", () => {
    expect(valueOf(sumOf([wholeTerm(2 ** 53 - 3), wholeTerm(1), wholeTerm(2)]))).toBe(2 ** 53);
    expect(sumOf([])).toEqual(zero);
  });
});
