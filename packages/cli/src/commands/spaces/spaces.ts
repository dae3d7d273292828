import { budgetQuantities, builtinSpace, builtinSpaces, depthOf, entryNamed, rangeOf } from "@zerolm/core";
import { loadSpace } from "../../files/space.js";
import type { CommonOptions } from "../../options/common.js";
import { fullCount, roundedCount, shortCount } from "../../output/numbers.js";
import { printResult } from "../../output/output.js";
import { table } from "../../output/table.js";

/** `zerolm spaces`: the built-in spaces and their exact sizes. */
export function listSpaces(flags: CommonOptions): void {
  const spaces = Object.keys(builtinSpaces).map((name) => builtinSpace(name));
  const documents = spaces.map(({ name, title, source, size }) => ({
    name,
    title,
    source,
    size: String(size),
  }));
  printResult(flags, { spaces: documents }, () =>
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
  const depth = endsOf(macroOptions.map(depthOf));
  const hidden = endsOf(macroOptions.map(({ frame }) => frame.hidden));
  const parameters = rangeOf(budgetQuantities.parameters(), space);
  const macros = macroOptions.length;
  printResult(
    flags,
    { name, title, source, size: String(size), macroOptions: macros, depth, hidden, parameters },
    () =>
      table(
        [{ heading: "space" }, { heading: name }],
        [
          ["architectures", size.toLocaleString("en-US")],
          ["macro options", fullCount(macros)],
          ["depth", rangeText(depth, String)],
          ["hidden", rangeText(hidden, String)],
          ["parameters", rangeText(parameters, shortCount)],
        ],
      ),
  );
}

interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

const endsOf = (values: readonly number[]): Range => {
  const sorted = values.toSorted((one, other) => one - other);
  return { minimum: sorted[0] as number, maximum: sorted.at(-1) as number };
};

const rangeText = ({ minimum, maximum }: Range, text: (value: number) => string): string =>
  minimum === maximum ? text(minimum) : `${text(minimum)} to ${text(maximum)}`;
