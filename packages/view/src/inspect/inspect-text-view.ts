import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { bytesText, counted, fullCount } from "../words/numbers.js";
import { printable, shortened, wrapped } from "../words/text.js";

/** How well a checkpoint guesses a text. */
export type InspectTextOutcome = OutcomeOf<"inspect text">;

/** How well a checkpoint guesses a text: its losses, each with an interval, and what they are of. */
export function inspectTextView(outcome: InspectTextOutcome): Block[] {
  const { name, family, depth, text } = outcome;
  const model = `${shortened(printable(name), 50)}: ${family}, ${counted(depth, "layer")}`;
  return [
    lines(wrapped(`${model}, on ${shortened(printable(text.file), 50)}`)),
    figuresTable(outcome),
    lines(
      wrapped(seen(outcome)),
      wrapped(tokens(outcome)),
      wrapped(
        `Memory: ${bytesText(outcome.memory.weightBytes)} of weights in 32 bits, and about ${bytesText(outcome.memory.otherBytes)} of other data.`,
      ),
      outcome.interrupted
        ? wrapped("It was stopped. The figures cover the windows processed until then.")
        : undefined,
    ),
  ];
}

type Figure = InspectTextOutcome["perplexity"];

function figuresTable(outcome: InspectTextOutcome): Block {
  const { tokenizer, natsPerToken, natsPerByte, bitsPerToken, bitsPerByte, perplexity } = outcome;
  // A token that is a byte has its figures once.
  const isByte = tokenizer === "bytes" && natsPerByte !== undefined;
  const rows: [string, Figure | undefined][] = [
    ["nats per byte", natsPerByte],
    ["bits per byte", bitsPerByte],
    ["nats per token", isByte ? undefined : natsPerToken],
    ["bits per token", isByte ? undefined : bitsPerToken],
    ["perplexity", perplexity],
  ];
  return table(
    [{ heading: "loss" }, right("value"), right("95 % interval")],
    rows.flatMap(([what, figure]) =>
      figure ? [[what, figureText(figure.value), intervalText(figure.interval)]] : [],
    ),
  );
}

/** Four digits behind the point, fewer for numbers that are large. */
const figureText = (value: number): string => (value < 1000 ? value.toFixed(4) : value.toPrecision(6));

const intervalText = (interval: Figure["interval"]): string =>
  interval === undefined ? "n/a" : `${figureText(interval[0])}–${figureText(interval[1])}`;

/** What was guessed, and of how much. */
function seen({
  objective,
  guessed,
  windows,
  windowsOfText,
  context,
  draws,
  seed,
  text,
}: InspectTextOutcome): string {
  const what =
    objective === "next token"
      ? `${counted(guessed, "token")}, each from the tokens before it,`
      : `${counted(guessed, "hidden token")} (15 % of each window, drawn ${draws} times, seed ${seed})`;
  const all =
    windows < windowsOfText
      ? `the first ${fullCount(windows)} of ${counted(windowsOfText, "window")}`
      : counted(windows, "window");
  const rest =
    text.leftOut > 0 && windows === windowsOfText
      ? ` Not used: the last ${counted(text.leftOut, "token")} of the text, less than a window.`
      : "";
  return `Predicted: ${what} in ${all} of ${counted(context, "token")}.${rest} The interval is a bootstrap over windows.`;
}

function tokens({ tokenizer, text }: InspectTextOutcome): string {
  if (tokenizer === "bytes")
    return "Tokens: the checkpoint has 256 tokens and no tokenizer, so each byte is a token.";
  return `Tokens: ${fullCount(text.tokens)} by ${tokenizer}, for ${counted(text.bytes, "byte")}.`;
}
