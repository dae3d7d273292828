import { Document, visit } from "yaml";
import type { z } from "zod";
import { sortedText } from "../document/sorted-text.js";
import { oncePer } from "../once-per.js";
import { type Architecture, type ArchitectureInput, type Layer, subModuleKind } from "./architecture.js";
import { frameOf, layerOf } from "./resolve.js";

type Values = Readonly<Record<string, unknown>>;

/**
 * The document of an architecture: what `resolveArchitecture` turns into the same architecture again. What defaults say is left
 * out, and equal layers in a row become one with `repeat`.
 *
 * @example
 * await writeFile("best.json", JSON.stringify(architectureDocument(architecture)));
 */
export const architectureDocument = (architecture: Architecture): ArchitectureInput =>
  architectureWriter()(architecture);

/**
 * The same for many: a frame, mixer or FFN that several layers of them have is written once.
 *
 * @example
 * const documents = architectures.map(architectureWriter());
 */
export function architectureWriter(): (architecture: Architecture) => ArchitectureInput {
  const known = new Map<string, Values>();
  /** A part of a layer; it resolves to the same whatever the other parts are. */
  const partOf = (key: "mixer" | "cross" | "ffn", layer: Layer, hidden: number): Values => {
    const part = layer[key];
    if (part === undefined) return {};
    const resolved = (document: Values) => layerOf({ [key]: document }, hidden).value?.[key];
    const write = () => ({
      [key]: withoutDefaults(spelled({ ...part }), resolved, 0, requiredKeys(subModuleKind(part).schema)),
    });
    return remembered(known, `${key} ${hidden} ${sortedText(part)}`, write);
  };
  return ({ layers, name, ...frame }) => {
    const written = remembered(known, sortedText(frame), () =>
      withoutDefaults({ ...frame }, (document) => frameOf(document).value, 2),
    );
    const documents = runs(layers).map(({ layer, repeat }) => ({
      ...(repeat > 1 ? { repeat } : {}),
      ...partOf("mixer", layer, frame.hidden),
      ...partOf("cross", layer, frame.hidden),
      ...partOf("ffn", layer, frame.hidden),
      ...(layer.adapters ? { adapters: layer.adapters } : {}),
      ...(layer.parallel ? { parallel: layer.parallel } : {}),
      ...(layer.shared ? { shared: layer.shared } : {}),
    }));
    const named = name === undefined ? {} : { name };
    return { ...named, ...written, layers: documents } as unknown as ArchitectureInput;
  };
}

function remembered(known: Map<string, Values>, key: string, make: () => Values): Values {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/**
 * The architecture as zerolm YAML, parts on one line each: a layer reads like the row of a table.
 *
 * @example
 * readArchitecture(writeArchitecture(architecture)); // the same architecture
 */
export function writeArchitecture(architecture: Architecture): string {
  const document = new Document(architectureDocument(architecture));
  visit(document, {
    Map: (_key, node, path) => {
      // A node's path holds the document, and a map and a pair for every level: parts of the frame, then parts of a layer.
      // Of a layer's adapters each is a part.
      if (path.length === 3 || path.length === 6 || path.length === 7) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function runs(layers: readonly Layer[]): { readonly layer: Layer; readonly repeat: number }[] {
  const found: { layer: Layer; repeat: number }[] = [];
  for (const layer of layers) {
    const last = found.at(-1);
    if (last && same(last.layer, layer)) last.repeat++;
    else found.push({ layer, repeat: 1 });
  }
  return found;
}

/** Equal widths of a plain FFN are said as a width and a number of stacks. */
function spelled(part: Values): Values {
  const { widths, ...rest } = part;
  if (!Array.isArray(widths) || new Set(widths).size > 1) return part;
  return { ...rest, width: widths[0], stacks: widths.length };
}

/** Keys that no document of a schema may lack: it need not be tried, which takes as long as all other keys. */
const requiredKeys = oncePer(
  ({ shape }: z.ZodObject): ReadonlySet<string> =>
    new Set(Object.keys(shape).filter((key) => !shape[key]?.safeParse(undefined).success)),
);

/**
 * Leaves out every key, `levels` maps deep, without which the document still resolves to the same.
 *
 * @param required keys that are not tried
 */
function withoutDefaults(
  document: Values,
  resolved: (document: Values) => unknown,
  levels: number,
  required: ReadonlySet<string> = new Set(),
): Values {
  const whole = sortedText(resolved(document));
  let short = document;
  for (const [key, value] of Object.entries(document)) {
    if (required.has(key)) continue;
    const { [key]: _, ...rest } = short;
    const left = resolved(rest);
    if (left !== undefined && sortedText(left) === whole) short = rest;
    else if (levels > 0 && typeof value === "object" && value !== null && !Array.isArray(value)) {
      const outer = short;
      short = {
        ...short,
        [key]: withoutDefaults(value as Values, (inner) => resolved({ ...outer, [key]: inner }), levels - 1),
      };
    }
  }
  return short;
}

/** Whether two values are equal, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  return one !== undefined && sortedText(one) === sortedText(other);
}
