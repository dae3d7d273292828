import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, type Column, lines, right, table } from "../blocks/block.js";
import { scoreText, shortCount } from "../words/numbers.js";
import { printable, wrapped } from "../words/text.js";
import { millisecondsText, protocolLines } from "./protocol-text.js";

/** How long networks take on a machine. */
export type MeasureOutcome = OutcomeOf<"measure">;

type Network = MeasureOutcome["networks"][number];
type Figures = Network["prefill"];

/** How long networks take, those with a decoder's cache by text and by token. */
export function measureView(outcome: MeasureOutcome): Block[] {
  const { networks, tokens, cache } = outcome;
  const blocks: Block[] = [
    passTable(`Prefill: a text of ${tokens} tokens, in milliseconds`, outcome, ({ prefill }) => prefill),
  ];
  if (networks.some(({ decode }) => decode))
    blocks.push(
      passTable(
        `Decode: one token behind a cache of ${cache}, in milliseconds`,
        outcome,
        ({ decode }) => decode,
      ),
    );
  return [...blocks, lines(...protocolLines(outcome).map((text) => wrapped(text)))];
}

const name: Column = { heading: "network", maximum: 26, cut: "inside" };

function passTable(
  title: string,
  { networks, proxy }: MeasureOutcome,
  figuresOf: (network: Network) => Figures | undefined,
): Block {
  const columns = [
    name,
    right("parameters"),
    right(proxy),
    right("median"),
    right("95 % interval"),
    right("p20"),
  ];
  const rows = networks.map((network) => {
    const figures = figuresOf(network);
    return [
      printable(network.name),
      shortCount(network.parameters),
      network.score === undefined ? "n/a" : scoreText(network.score),
      figures ? millisecondsText(figures.median) : "n/a",
      intervalText(figures?.medianInterval),
      figures ? millisecondsText(figures.p20) : "n/a",
    ];
  });
  return table(columns, rows, title);
}

const intervalText = (interval: Figures["medianInterval"]): string =>
  interval ? interval.map(millisecondsText).join("–") : "n/a";
