import { builtinSpace, builtinSpaces, entryNamed } from "@zerolm/core";
import type { CommonOptions } from "../options/common.js";
import { roundedCount } from "../output/numbers.js";
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
