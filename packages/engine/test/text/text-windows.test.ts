import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskedTokenWindows, nextTokenWindows } from "../../src/text/text-windows.js";

const text = fc.array(fc.integer({ min: 10, max: 99 }), { minLength: 1, maxLength: 60 });
const marks = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 });

describe("windows in which each token is guessed from those before it", () => {
  it("guess every token once, in order, up to a rest that is less than a window", () =>
    fc.assert(
      fc.property(text, marks, fc.integer({ min: 3, max: 12 }), (tokens, before, length) => {
        const ids = Int32Array.from(tokens);
        const windows = nextTokenWindows({ ids, before, behind: [] }, length);
        const { guess, batch, ids: seen } = windows.batch(0, windows.count);
        const first = before.length > 0 ? 0 : 1;
        expect(guess.targets).toEqual(tokens.slice(first, first + guess.targets.length));
        expect(tokens.length - first - guess.targets.length).toBeLessThan(windows.guessed);
        expect(guess.targets).toHaveLength(windows.count * windows.guessed);
        expect(seen).toHaveLength(batch.sequences * batch.tokens);
        for (const [index, row] of guess.rows.entries()) {
          const window = seen.subarray(Math.floor(row / length) * length, row + 1);
          // What a guess sees: the marks, and the tokens of its window up to the one before it.
          const known = window.length - before.length;
          const place = first + index;
          expect([...window]).toEqual([...before, ...tokens.slice(place - known, place)]);
        }
      }),
    ));
});

describe("windows in which tokens are hidden", () => {
  const masking = { mask: 100, draws: 3, seed: 7 };

  it("hide 15 % of the tokens of each draw, and never a mark; all else is the text", () =>
    fc.assert(
      fc.property(text, marks, marks, fc.integer({ min: 5, max: 24 }), (tokens, before, behind, length) => {
        const windows = maskedTokenWindows({ ids: Int32Array.from(tokens), before, behind }, length, masking);
        const inner = length - before.length - behind.length;
        const { guess, ids } = windows.batch(0, windows.count);
        expect(windows.guessed).toBe(3 * Math.max(1, Math.round(0.15 * inner)));
        expect(ids.filter((id) => id === 100)).toHaveLength(guess.rows.length);
        const restored = ids.slice();
        for (const [index, row] of guess.rows.entries()) restored[row] = guess.targets[index]!;
        const expected = Array.from({ length: windows.count }, (_, window) => [
          ...before,
          ...tokens.slice(window * inner, (window + 1) * inner),
          ...behind,
        ]).flatMap((window) => [...window, ...window, ...window]);
        expect([...restored]).toEqual(expected);
      }),
    ));

  it("hide the same tokens however windows are put together", () =>
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 9 }), (tokens, length) => {
        const windows = maskedTokenWindows(
          { ids: Int32Array.from(tokens), before: [], behind: [] },
          length,
          masking,
        );
        const whole = windows.batch(0, windows.count).ids;
        const apart = Array.from({ length: windows.count }, (_, window) => [...windows.batch(window, 1).ids]);
        expect([...whole]).toEqual(apart.flat());
      }),
    ));

  it("hide others by another seed", () => {
    const ids = Int32Array.from({ length: 64 }, (_, index) => index);
    const hidden = (seed: number) =>
      maskedTokenWindows({ ids, before: [], behind: [] }, 64, { ...masking, seed }).batch(0, 1).guess.rows;
    expect(hidden(7)).toEqual(hidden(7));
    expect(hidden(8)).not.toEqual(hidden(7));
  });
});
