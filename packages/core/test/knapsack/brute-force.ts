import fc from "fast-check";
import { exactTerm } from "../../src/capacity/exact-sum.js";
import type { Choice } from "../../src/knapsack/allocate.js";
import type { Group } from "../../src/knapsack/knapsack.js";

/** Groups as they are written down: a list of choices each. */
export type Choices = readonly (readonly Choice[])[];

/** Choices whose values are whole numbers, so that sums of doubles are exact and many are equal. */
export const wholeChoice = fc.record({
  size: fc.integer({ min: 0, max: 12 }),
  value: fc.integer({ min: -3, max: 9 }),
});

/** Choices whose values are real numbers, so that hardly two sums are equal. */
export const realChoice = fc.record({
  size: fc.integer({ min: 0, max: 40 }),
  value: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** A few groups of a few choices each; some of them are one object, as layers with the same options are. */
export const groupsOf = (choice: fc.Arbitrary<Choice>): fc.Arbitrary<Choices> =>
  fc
    .tuple(
      fc.array(fc.array(choice, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(), { maxLength: 2 }),
    )
    .map(([groups, repeated]) => [
      ...groups,
      ...repeated.map((place) => groups[place % groups.length] as readonly Choice[]),
    ]);

/** One way to choose. */
export interface Way {
  readonly choices: readonly number[];
  readonly size: number;
  readonly value: number;
}

/** Every way to choose, with sums of doubles. */
export function allWays(groups: Choices): Way[] {
  return groups.reduce<Way[]>(
    (ways, group) =>
      ways.flatMap(({ choices, size, value }) =>
        group.map((choice, place) => ({
          choices: [...choices, place],
          size: size + choice.size,
          value: value + choice.value,
        })),
      ),
    [{ choices: [], size: 0, value: 0 }],
  );
}

/** Groups with exact values, as programs take them; lists that are one object become one object. */
export function exactGroups(groups: Choices): Group[] {
  const made = new Map(groups.map((group) => [group, exactGroup(group)]));
  return groups.map((group) => made.get(group) as Group);
}

function exactGroup(choices: readonly Choice[]): Group {
  const terms = choices.map(({ value }) => exactTerm(value));
  return {
    places: [...choices.keys()],
    sizes: choices.map(({ size }) => size),
    high: terms.map(({ high }) => high),
    low: terms.map(({ low }) => low),
  };
}
