import { budgetQuantities, builtinSpace, builtinSpaces, depthOf, entryNamed, rangeOf } from "@zerolm/core";
import { loadSpace } from "../files/space.js";
import type { CommonOptions } from "../options/common.js";
import { roundedCount, shortCount } from "../output/numbers.js";
import { printResult } from "../output/output.js";
import { table } from "../output/table.js";

/** `zerolm spaces`: the built-in spaces and their exact sizes. */
export function listSpaces(flags: CommonOptions): void {
  const spaces = Object.keys(builtinSpaces).map(builtinSpace);
  const document = spaces.map(({ name, title, source, size }) => ({
    name,
    title,
    source,
    size: String(size),
  }));
  printResult(flags, document, () =>
    table(
      [{ heading: "space" }, { heading: "architectures", align: "right" }, { heading: "what it is" }],
      spaces.map(({ name, size, title }) => [name, roundedCount(size), title ?? ""]),
    ),
  );
}

/** `zerolm spaces show`: the YAML of a space, to start one's own from. */
export function showSpace(name: string, flags: CommonOptions): void {
  const yaml = entryNamed(builtinSpaces, name, "space");
  printResult(flags, { name, yaml }, () => yaml.trimEnd());
}

/** `zerolm spaces check`: reads a space and says what it holds; what is wrong is an error with its line and key. */
export async function checkSpace(file: string, flags: CommonOptions): Promise<void> {
  const space = await loadSpace(file);
  const { name, title, source, size, macroOptions } = space;
  const [depth, hidden] = [macroOptions.map(depthOf), macroOptions.map(({ frame }) => frame.hidden)].map(
    ends,
  );
  const parameters = rangeOf(budgetQuantities.parameters(), space);
  const range = { minimum: parameters.minimum, maximum: parameters.maximum };
  const document = { name, title, source, size: String(size), macroOptions: macroOptions.length };
  printResult(flags, { ...document, depth, hidden, parameters: range }, () =>
    table(
      [{ heading: "space" }, { heading: name }],
      [
        ["architectures", size.toLocaleString("en-US")],
        ["macro options", macroOptions.length.toLocaleString("en-US")],
        ["depth", rangeText(depth, String)],
        ["hidden", rangeText(hidden, String)],
        ["parameters", rangeText(range, shortCount)],
      ],
    ),
  );
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

function ends(values: readonly number[]): Range {
  return values.reduce<Range>(
    ({ minimum, maximum }, value) => ({
      minimum: Math.min(minimum, value),
      maximum: Math.max(maximum, value),
    }),
    { minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY },
  );
}

const rangeText = ({ minimum, maximum }: Range = ends([]), text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;
