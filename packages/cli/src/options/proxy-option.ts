import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import type { ProxyField } from "@zerolm/core";
import { parseCount } from "./count.js";

/** `nscAttention` as a flag: `--nsc-attention`. */
export const flagOf = (key: string): string =>
  `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What a command says of an option besides what its proxies say. */
export interface OptionUse {
  /** Words that the command takes beside the values of the option. Default: none. */
  readonly words?: readonly string[] | undefined;
  /** What stands for the option here. Default: what the proxies say. */
  readonly default?: string | undefined;
}

/**
 * The flag of an option that one or several proxies have.
 *
 * @param fields of one name; they differ where proxies of one's own use a name of another proxy for something else
 * @example
 * proxyOption(fields.filter(({ key }) => key === "std"), {}); // --std <number>
 */
export function proxyOption(
  fields: readonly ProxyField[],
  { words = [], default: preset }: OptionUse,
): Option {
  const [{ key }] = fields as [ProxyField];
  const described = fields.map(
    (field) => `${field.summary}${takenText(field, words)}${presetText(field, preset)}`,
  );
  const toggle = fields.every(isToggle);
  const flag = toggle ? flagOf(key) : `${flagOf(key)} <${placeholder(fields)}>`;
  const option = new Option(flag, described.join("; ")).helpGroup("Options of proxies:");
  return toggle ? option : option.argParser(valueParser(fields, words));
}

/** Whether naming the option is all that there is to say. */
const isToggle = ({ toggle, number, text, words }: ProxyField): boolean =>
  toggle && !number && !text && words.length === 0;

/** What stands between the brackets of a flag. */
function placeholder(fields: readonly ProxyField[]): string {
  const [{ number, unit, text }] = fields as [ProxyField];
  return unit ?? (number ? "number" : text ? "text" : "name");
}

/** The words that an option takes, for help. */
function takenText(field: ProxyField, more: readonly string[]): string {
  const words = [...field.words, ...more];
  if (words.length === 0) return "";
  return `: ${listed(field.number ? ["a number", ...words] : words)}`;
}

const presetText = ({ default: own }: ProxyField, preset = own): string =>
  preset === undefined || preset === false ? "" : ` (default: ${preset})`;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/**
 * What parses the values of an option: a word, a number in the range of one of the fields, true or false, any text.
 *
 * @param more words that the command takes besides
 */
export function valueParser(
  fields: readonly ProxyField[],
  more: readonly string[],
): (text: string) => string | number | boolean {
  return (text) => {
    const values = more.includes(text) ? [text] : fields.map((field) => valueOf(text, field));
    const value = values.find((one) => one !== undefined);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(`Give ${fields.map((field) => wantedText(field, more)).join(", or ")}.`);
  };
}

function valueOf(text: string, field: ProxyField): string | number | boolean | undefined {
  if (field.words.includes(text)) return text;
  const number = field.number && numberOf(text, field.number);
  if (number !== undefined) return number;
  if (field.toggle && (text === "true" || text === "false")) return text === "true";
  return field.text ? text : undefined;
}

type Range = NonNullable<ProxyField["number"]>;

/** The number that a text says, if it is in the range; counts may be written as `4k`. */
function numberOf(text: string, range: Range): number | undefined {
  const value = range.whole ? wholeOf(text) : text.trim() === "" ? Number.NaN : Number(text);
  const { minimum = -Infinity, maximum = Infinity, above = -Infinity, below = Infinity } = range;
  const inside = value >= minimum && value <= maximum && value > above && value < below;
  return inside && Number.isFinite(value) ? value : undefined;
}

function wholeOf(text: string): number {
  try {
    return text.trim().startsWith("-") ? -parseCount(text.trim().slice(1)) : parseCount(text);
  } catch {
    return Number.NaN;
  }
}

function wantedText(field: ProxyField, more: readonly string[]): string {
  const words = [...field.words, ...more];
  if (!field.number) return words.length > 0 ? `one of ${words.join(", ")}` : "true or false";
  const number = `a ${field.number.whole ? "whole " : ""}number${rangeText(field.number)}`;
  return words.length > 0 ? `${number}, or ${words.join(" or ")}` : number;
}

/** ` from 1 to 10`, ` above 0 and at most 1000`. */
function rangeText({ minimum, maximum, above, below }: Range): string {
  const [low, high] = [minimum, maximum].map((end) =>
    Math.abs(end ?? Infinity) > 2 ** 52 ? undefined : end,
  );
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const least = above !== undefined ? `above ${above}` : low !== undefined ? `of at least ${low}` : undefined;
  const most = below !== undefined ? `below ${below}` : high !== undefined ? `at most ${high}` : undefined;
  const ends = [least, most].filter((end) => end !== undefined).join(" and ");
  return ends === "" ? "" : ` ${ends}`;
}
