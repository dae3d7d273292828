import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./count.js";

/** How a proxy is to be computed, as the command line says it. */
export interface ProxyFlags {
  readonly alpha?: number | "label-free" | "cross-fitted";
  readonly std?: number | "xavier";
  readonly nscAttention?: "per-head" | "whole" | "merged";
  readonly sequence?: number;
  readonly dtype?: (typeof dtypes)[number];
}

/** How weights, keys and values may be stored; named here so that help need not load them, a test holds them to the library. */
export const dtypes = ["float32", "float16", "bfloat16", "float8", "int8", "int4"] as const;

/**
 * Adds the options of proxies.
 *
 * @param words what `--alpha` takes beside a number
 */
export function withProxyOptions(
  command: Command,
  alphaDefault: string,
  words: readonly AlphaWord[] = ["label-free"],
): Command {
  return command
    .option(
      "--alpha <number>",
      `ZeroLM's balance, a number or ${words.join(" or ")} (default: ${alphaDefault})`,
      alphaParser(words),
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
    .option("--sequence <tokens>", "tokens in a sequence, for FLOPs (default: 512)", wholeNumber(1, 2 ** 24))
    .addOption(new Option("--dtype <name>", "what bytes are counted in (default: float32)").choices(dtypes));
}

type AlphaWord = "label-free" | "cross-fitted";

const alphaParser =
  <Word extends AlphaWord>(words: readonly Word[]) =>
  (text: string): number | Word => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    const alpha = Number(text);
    if (text.trim() === "" || !(Math.abs(alpha) <= 1000))
      throw new InvalidArgumentError(`Give a number from -1000 to 1000, or ${words.join(" or ")}.`);
    return alpha;
  };

/** ZeroLM's alpha as the command line says it. */
export const parseAlpha = alphaParser(["label-free"]);

function parseStd(text: string): number | "xavier" {
  if (text === "xavier") return text;
  const std = Number(text);
  if (!(std > 0 && std < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError("Give a positive number, or xavier.");
  return std;
}
