import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./count.js";

/** How a proxy is to be computed, as the command line says it. */
export interface ProxyFlags {
  readonly alpha?: number | "label-free";
  readonly std?: number | "xavier";
  readonly nscAttention?: "per-head" | "whole" | "merged";
  readonly sequence?: number;
}

/** Adds the options of proxies. */
export function withProxyOptions(command: Command, alphaDefault: string): Command {
  return command
    .option(
      "--alpha <number>",
      `ZeroLM's balance, a number or label-free (default: ${alphaDefault})`,
      parseAlpha,
    )
    .option(
      "--std <number>",
      "std of the weights in NSC, a number or xavier (default: the architecture's own)",
      parseStd,
    )
    .addOption(
      new Option("--nsc-attention <how>", "how NSC takes Q, K and V (default: per-head)").choices([
        "per-head",
        "whole",
        "merged",
      ]),
    )
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24));
}

export function parseAlpha(text: string): number | "label-free" {
  if (text === "label-free") return text;
  const alpha = Number(text);
  if (text.trim() === "" || !(Math.abs(alpha) <= 1000))
    throw new InvalidArgumentError("Give a number from -1000 to 1000, or label-free.");
  return alpha;
}

function parseStd(text: string): number | "xavier" {
  if (text === "xavier") return text;
  const std = Number(text);
  if (!(std > 0 && std < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError("Give a positive number, or xavier.");
  return std;
}
