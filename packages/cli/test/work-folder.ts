import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the files of one test file, removed after its last test. */
export interface WorkFolder {
  readonly folder: string;
  readonly path: (...names: string[]) => string;
  /** Writes a file, with its folder; an object is written as JSON. Returns the name. */
  readonly write: (name: string, content: string | Uint8Array | object) => string;
  readonly read: (name: string) => string;
  /** Names in the folder that match, sorted. */
  readonly list: (pattern: RegExp) => string[];
}

export function workFolder(): WorkFolder {
  const folder = mkdtempSync(join(tmpdir(), "zerolm-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (...names: string[]): string => join(folder, ...names);
  return {
    folder,
    path,
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      const raw = typeof content === "string" || content instanceof Uint8Array;
      writeFileSync(path(name), raw ? content : JSON.stringify(content));
      return name;
    },
    read: (name) => readFileSync(path(name), "utf8"),
    list: (pattern) =>
      readdirSync(folder)
        .filter((name) => pattern.test(name))
        .sort(),
  };
}
