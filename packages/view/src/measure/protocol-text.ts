import type { OutcomeOf } from "@zerolm/tasks";
import { counted } from "../words/numbers.js";
import { percentText } from "../words/percent.js";

type Protocol = Omit<OutcomeOf<"measure">, "networks" | "proxy">;

/**
 * Seconds as milliseconds in three digits.
 *
 * @example
 * millisecondsText(0.01234); // "12.3"
 */
export function millisecondsText(seconds: number): string {
  const milliseconds = 1000 * seconds;
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(3);
}

/** How it was measured, and how far it can be trusted. */
export function protocolLines({
  machine,
  runtime,
  zerolm,
  threads,
  batch,
  rounds,
  ...more
}: Protocol): string[] {
  const where = machine
    ? `${machine.processor}, ${counted(machine.cores, "core")}, ${machine.system}, ${machine.program}; `
    : "";
  const sequences = batch === 1 ? "" : ` ${batch} sequences at a time.`;
  return [
    `Measured on: ${where}${runtime}, ${counted(threads, "thread")}, zerolm ${zerolm}.`,
    `Timed in turn, ${counted(rounds, "round")} after two to warm up.${sequences} ${driftText(more)}`,
    `Anchor, the same small network everywhere: ${anchorText(more)}.`,
    ...(machine?.hugePages === false ? [smallPages] : []),
  ];
}

const smallPages =
  "Weights lie in pages of 4 KiB, and a token takes longer in memory that is scattered. Set GLIBC_TUNABLES=glibc.malloc.hugetlb=1 for steady figures.";

function driftText({ drift, isSteady, attempts }: Pick<Protocol, "drift" | "isSteady" | "attempts">): string {
  const moved = `The anchor moved by ${percentText(100 * drift)}`;
  const tried = attempts === 1 ? "" : `, in the best of ${attempts} attempts`;
  if (isSteady) return `${moved}${tried}.`;
  return `${moved}${tried}: the machine was not steady, and figures of another run may differ by more than their intervals. Close other programs and measure again.`;
}

function anchorText({ anchor: { prefill, decode } }: Pick<Protocol, "anchor">): string {
  const ofToken = decode ? `, ${millisecondsText(decode.median)} ms per token` : "";
  return `${millisecondsText(prefill.median)} ms per text${ofToken}`;
}
