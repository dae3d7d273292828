import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Whether the folder of cases is at hand: `ZEROLM_CASES` names it. */
export const hasCases = Boolean(process.env.ZEROLM_CASES);

const folderOf = (name: string): string => join(process.env.ZEROLM_CASES as string, "evaluation", name);

/** A file of a case of evaluation. */
export const caseText = (name: string, file: string): string =>
  readFileSync(join(folderOf(name), file), "utf8");

/** Every file in a folder of a case, by path. */
export function caseFiles(name: string, folder: string): Map<string, string> {
  const root = join(folderOf(name), folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.\w+$/.test(path),
  );
  return new Map(paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")]));
}
