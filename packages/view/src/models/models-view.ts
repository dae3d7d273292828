import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { shortCount } from "../words/numbers.js";

/** The models that zerolm knows by name. */
export const modelsView = ({ models }: OutcomeOf<"models">): Block[] => [
  table(
    [
      { heading: "model" },
      { heading: "kind" },
      right("parameters"),
      right("depth"),
      right("hidden"),
      right("vocabulary"),
    ],
    models.map(({ name, kind, parameters, depth, hidden, vocabulary }) => [
      name,
      kind,
      parameters === undefined ? "n/a" : shortCount(parameters),
      String(depth ?? "n/a"),
      String(hidden ?? "n/a"),
      vocabulary === undefined ? "n/a" : String(vocabulary),
    ]),
  ),
  lines("Each name can be used in place of a file, for example:", "  zerolm inspect smollm2-360m"),
];
