import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, right, table } from "../blocks/block.js";
import { fullCount, roundedCount, shortCount } from "../words/numbers.js";

/** The built-in spaces. */
export const spacesView = ({ spaces }: OutcomeOf<"spaces">): Block[] => [
  table(
    [{ heading: "space" }, right("architectures"), { heading: "what it is" }],
    spaces.map(({ name, size, title }) => [name, roundedCount(BigInt(size)), title ?? ""]),
  ),
];

/** What a space of one's own holds. */
export function spaceCheckView(outcome: OutcomeOf<"spaces check">): Block[] {
  const { name, size, macroOptions, depth, hidden, parameters } = outcome;
  return [
    table(
      [{ heading: "space" }, { heading: name }],
      [
        ["architectures", fullCount(BigInt(size))],
        ["macro options", fullCount(macroOptions)],
        ["depth", rangeText(depth, String)],
        ["hidden", rangeText(hidden, String)],
        ["parameters", rangeText(parameters, shortCount)],
      ],
    ),
  ];
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;
