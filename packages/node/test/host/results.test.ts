import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { resultFiles } from "../../src/host/results.js";

const root = mkdtempSync(join(tmpdir(), "zerolm-results-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const folder = (): string => join(root, String(folders++));

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((name) => statSync(name).isFile());

describe("results in files", () => {
  it("are read as they were written, and there is nothing before", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const path = folder();
        expect(await resultFiles(path).read("abc")).toBeUndefined();
        await resultFiles(path).write("abc", text);
        expect(await resultFiles(path).read("abc")).toBe(text);
      }),
      { numRuns: 30 },
    ));

  it("that are damaged anywhere count as not there", async () => {
    const path = folder();
    const results = resultFiles(path);
    await results.write("abc", '{"sum weight":[]}');
    const [file = ""] = filesIn(path);
    const bytes = readFileSync(file);
    for (let place = 0; place < bytes.length; place++) {
      writeFileSync(file, bytes.with(place, (bytes[place] as number) ^ 1));
      // The character between digest and text says nothing.
      if (place !== 64) expect(await results.read("abc"), `byte ${place}`).toBeUndefined();
    }
    for (const length of [0, 10, 64, 70]) {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      expect(await results.read("abc"), `${length} bytes`).toBeUndefined();
    }
  });

  it("keep within the limit, the oldest going first", async () => {
    const path = folder();
    const text = "x".repeat(1000);
    const first = resultFiles(path);
    for (const [index, key] of ["aa", "bb", "cc"].entries()) {
      await first.write(key, text);
      for (const file of filesIn(path).filter((name) => name.endsWith(`${key}.json`)))
        utimesSync(file, index, index);
    }
    await resultFiles(path, 3000).write("dd", text);
    const kept = await Promise.all(["aa", "bb", "cc", "dd"].map((key) => first.read(key)));
    expect(kept.map((one) => one !== undefined)).toEqual([false, false, true, true]);
  });

  it("in a folder that cannot be written are not kept, and nothing fails", async () => {
    const file = join(root, "a-file");
    writeFileSync(file, "");
    const results = resultFiles(join(file, "below"));
    await results.write("abc", "text");
    expect(await results.read("abc")).toBeUndefined();
  });
});
