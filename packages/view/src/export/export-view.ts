import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, table } from "../blocks/block.js";
import { bytesText, fullCount } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";

type ExportOutcome = OutcomeOf<"export">;

/** What was written of a network, and how it is run. */
export function exportView(outcome: ExportOutcome): Block[] {
  const { files, inputs, outputs } = outcome;
  const written = files.map(({ file, bytes }) => `Wrote ${printable(file)}, ${bytesText(bytes)}`);
  return [
    lines(...written, wrapped(weightsText(outcome))),
    portsTable("input", inputs),
    portsTable("output", outputs),
    lines(...notes(outcome).map((note) => wrapped(note))),
  ];
}

function weightsText({
  name,
  weights,
  parameters,
  weightBytes,
  leftOut,
  tableBytes,
  seed,
}: ExportOutcome): string {
  const from = weights === "checkpoint" ? "of the checkpoint" : `random, seed ${seed}`;
  const less =
    leftOut === 0 ? "" : ` (${fullCount(leftOut)} parameters that are zero before training are left out)`;
  return `${shortened(printable(name), 50)}: ${fullCount(parameters)} parameters, ${from}, ${bytesText(weightBytes)} in 32 bits${less}. Tables of positions and constants: ${bytesText(tableBytes)}.`;
}

type Ports = ExportOutcome["inputs"];

const portsTable = (heading: string, ports: Ports): Block =>
  table(
    [{ heading }, { heading: "type" }, { heading: "axes" }],
    collapsed(ports).map(({ name, type, axes }) => [name, type, axes.join(" × ")]),
  );

/** The keys and values of all layers in one row each, if their sizes are equal. */
function collapsed(ports: Ports): Ports {
  const rows = new Map<string, Ports[number]>();
  for (const port of ports) {
    const name = port.name.replace(/(?<=_key_values\.)\d+/, "N");
    rows.set(`${name} ${port.axes.join()}`, { ...port, name });
  }
  return [...rows.values()];
}

function notes({ opset, context, cache }: ExportOutcome): string[] {
  return [
    `Standard operators of opset ${opset}.${context === undefined ? "" : ` A text has at most ${fullCount(context)} tokens.`}`,
    ...(cache
      ? [
          "N is the number of a layer. Start with no past tokens, and append the new keys and values to the past ones after each run.",
        ]
      : []),
  ];
}
