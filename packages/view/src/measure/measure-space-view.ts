import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { correlationText } from "../words/numbers.js";
import { percentText } from "../words/percent.js";
import { printable, wrapped } from "../words/text.js";
import { protocolLines } from "./protocol-text.js";

/** How well a device table predicts, and what it was made of. */
export function measureSpaceView(outcome: OutcomeOf<"measure space">): Block[] {
  const { out, table: written } = outcome;
  const passes = written.passes.map(({ mode, tokens, measured, check }) => [
    mode === "prefill" ? `prefill, ${tokens} tokens` : `decode, cache of ${tokens}`,
    String(measured),
    String(check.networks),
    correlationText(check.tau ?? undefined),
    percentText(100 * check.medianError),
    percentText(100 * check.largestError),
    percentText(100 * check.margin),
  ]);
  const columns = [
    { heading: "pass" },
    ...["learnt from", "tried on", "τ", "median error", "largest", "margin"].map(right),
  ];
  return [
    lines(`Wrote ${printable(out)}, latencies of ${written.space}`),
    table(columns, passes),
    lines(
      wrapped(
        "median error, largest: of predicted against measured latency. margin: nine of ten networks take at most so much more than predicted. A search adds it to each latency.",
      ),
      ...protocolLines(outcome).map((text) => wrapped(text)),
      wrapped(`Use it: zerolm search ${written.space} --max-latency 20ms --device ${printable(out)}`),
    ),
  ];
}
