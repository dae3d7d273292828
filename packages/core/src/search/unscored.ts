import { WorkError } from "../errors.js";
import type { Genotype } from "../space/space.js";
import type { Unscored } from "./search.js";

/** Counts architectures that have no score. */
export class UnscoredCount {
  found: Unscored | undefined;

  add(
    genotype: Genotype,
    { missing = "returned no number" }: { readonly missing?: string | undefined },
  ): void {
    this.found = this.found
      ? { ...this.found, count: this.found.count + 1 }
      : { count: 1, genotype, missing };
  }

  /**
   * Refuses a search in which nothing has a score.
   *
   * @param scored how many have one
   * @throws {WorkError} that says why the first has none
   */
  refuseIfAll(scored: number): void {
    if (!this.found || scored > 0) return;
    const { count, missing } = this.found;
    throw new WorkError(
      `no architecture within the budgets has a score (${count.toLocaleString("en-US")} tried): for the first the proxy ${missing}`,
    );
  }
}
