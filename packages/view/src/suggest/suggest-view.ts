import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { counted, scoreText, shortCount } from "../words/numbers.js";
import { predictedText } from "../words/proxy.js";
import { printable } from "../words/text.js";

/** The architectures whose training would teach most. */
export function suggestView(outcome: OutcomeOf<"suggest">): Block[] {
  const { space, candidates, labels, prior, quality, suggestions } = outcome;
  const headings = ["#", "gain", "predicted", "95 %", "parameters", "hidden", "depth"];
  const rows = suggestions.map(({ rank, gain, predicted, interval, parameters, hidden, depth }) => [
    String(rank),
    `${(100 * gain).toFixed(1)} %`,
    scoreText(predicted),
    predictedText(interval),
    ...[shortCount(parameters), String(hidden), String(depth)],
  ]);
  return [
    lines(
      `${printable(space)}: the most informative of ${counted(candidates, "untrained architecture")}`,
      `after ${counted(labels, "trained network")}, prior ${prior}`,
    ),
    table(headings.map(right), rows),
    lines(
      "gain: share of the total uncertainty that training this architecture removes,",
      "after those above it. For the layers use --json or --out FOLDER.",
      `predicted: ${printable(quality)}. 95 %: interval for one training run.`,
    ),
  ];
}
