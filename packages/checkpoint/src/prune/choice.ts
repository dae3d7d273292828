/** One way to cut one sub-module of one layer. */
export interface Choice {
  /** A whole number, in the unit of the budget. */
  readonly size: number;
  /** The same in the units of further budgets. */
  readonly also?: readonly number[];
  readonly value: number;
}

/** The sizes of a choice in all units. */
export const sizesOf = ({ size, also = [] }: Choice): readonly number[] => [size, ...also];
