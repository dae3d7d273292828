import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cost } from "../../src/architecture/cost.js";
import { readArchitectures } from "../../src/architecture/read-many.js";
import { InputError } from "../../src/errors.js";

/** Whether the folder of cases is at hand: `ZEROLM_CASES` names it. */
export const hasCases = Boolean(process.env.ZEROLM_CASES);

/** What is right for a config, and what was found. */
export interface Judged {
  readonly name: string;
  /** The count of transformers 5.18; undefined if it has none. */
  readonly expected: number | undefined;
  readonly found: number | undefined;
  readonly notes: readonly string[];
  readonly error: string | undefined;
}

/** Every config of a folder of cases, read. */
export function judged(folder: string): Judged[] {
  const root = join(process.env.ZEROLM_CASES as string, folder);
  return readdirSync(root).map((name) => {
    const right = readFileSync(join(root, name, "right.txt"), "utf8");
    const count = /parameters\.total = ([\d,]+)/.exec(right)?.[1];
    const expected = count === undefined ? undefined : Number(count.replaceAll(",", ""));
    return { name, expected, ...read(readFileSync(join(root, name, "config.json"), "utf8")) };
  });
}

function read(text: string): Pick<Judged, "found" | "notes" | "error"> {
  try {
    const [first] = readArchitectures(text, "config.json");
    const found = first && cost(first.architecture).parameters.total;
    return { found, notes: first?.notes ?? [], error: undefined };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { found: undefined, notes: [], error: [error, ...error.others].map(String).join(" | ") };
  }
}

/** What a config came to. */
export function verdictOf({
  expected,
  found,
  notes,
}: Judged): "exact" | "part" | "refused" | "read" | "wrong" {
  if (found === undefined) return "refused";
  if (found === expected) return "exact";
  if (notes.some((note) => note.includes("not that of the whole"))) return "part";
  return expected === undefined ? "read" : "wrong";
}
