/** One way to cut one sub-module of one layer. */
export interface Choice {
  /** A whole number, in the unit of the budget. */
  readonly size: number;
  readonly value: number;
}
