import type { OutcomeOf } from "@zerolm/tasks";
import { counted } from "../words/numbers.js";
import { printable } from "../words/text.js";

/** So many of the networks that were left out are named. */
const named = 5;

/**
 * What a reader says of a benchmark, a sentence each: what it left out and why, and how it read the rows.
 *
 * @example
 * readingNotes(outcome); // ["left out: 1 network with no perplexity (never trained): M18"]
 */
export const readingNotes = ({
  leftOut,
  notes,
}: Pick<OutcomeOf<"benchmarks import">, "leftOut" | "notes">): string[] => [
  ...leftOut.map(({ reason, count, ids }) => {
    const names = [...ids.slice(0, named), ...(count > named ? ["…"] : [])].join(", ");
    return printable(`left out: ${counted(count, "network")} with ${reason}: ${names}`);
  }),
  ...notes.map((note) => printable(note)),
];
