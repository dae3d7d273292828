import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { InputError } from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ReadOptions, readTextFile } from "../../src/files/read-text.js";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-read-"));
  path = join(folder, "config.json");
});

afterEach(() => rm(folder, { recursive: true }));

async function failure(file: string, options?: ReadOptions): Promise<string> {
  const error: unknown = await readTextFile(file, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).describe();
}

describe("readTextFile", () => {
  it("reads back what was written", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => !value.startsWith("\ufeff"));
    const roundTrip = fc.asyncProperty(text, async (value) => {
      await writeFileAtomically(path, value);
      expect(await readTextFile(path)).toBe(value);
    });
    await fc.assert(roundTrip, { numRuns: 50 });
  });

  it("drops a byte order mark, and only the first", async () => {
    await writeFile(path, "\ufeff\ufeff{}");
    expect(await readTextFile(path)).toBe("\ufeff{}");
  });

  it("reads up to the limit and refuses a byte more before reading", async () => {
    await writeFile(path, "x".repeat(100_000));
    expect(await readTextFile(path, { maxBytes: 100_000 })).toHaveLength(100_000);
    expect(await failure(path, { maxBytes: 99_999 })).toBe(
      `${path}: at most 99,999 bytes are read, but it has 100,000. Is it the right file?`,
    );
  });

  it("has a limit of 64 MiB", async () => {
    const handle = await open(path, "w");
    await handle.truncate(64 * 1024 * 1024 + 1);
    await handle.close();
    expect(await failure(path)).toContain("at most 67,108,864 bytes are read, but it has 67,108,865");
  });

  it("names the file and the first line that is not UTF-8", async () => {
    await writeFile(
      path,
      Buffer.concat([Buffer.from("one\n\ufffd two\nthr"), Buffer.of(0xe9), Buffer.from("e\nfour")]),
    );
    expect(await failure(path)).toContain(`${path}:3: is not UTF-8 text. Save it as UTF-8`);
    await writeFile(path, Buffer.of(0xc3));
    expect(await failure(path)).toContain(`${path}:1: is not UTF-8 text`);
  });

  it.each(["utf16le", "utf16be"])(
    "knows text in %s by its mark, and without one by its NULs",
    async (order) => {
      for (const text of ["\ufeff{}", "{}"]) {
        const bytes = Buffer.from(text, "utf16le");
        await writeFile(path, order === "utf16le" ? bytes : bytes.swap16());
        expect(await failure(path)).toBe(`${path}: is UTF-16 text. Save it as UTF-8.`);
      }
    },
  );

  it("reports what is not there or not a file", async () => {
    await writeFile(path, "");
    expect(await readTextFile(path)).toBe("");
    const missing = join(folder, "missing.json");
    expect(await failure(missing)).toBe(`${missing}: there is no such file. Check the path.`);
    expect(await failure(folder)).toBe(`${folder}: is a folder. Give a file.`);
    expect(await failure(join(path, "below"))).toContain("a part of the path is a file");
    expect(await failure(join(folder, "x".repeat(300)))).toMatch(/cannot be read: .* \(ENAMETOOLONG\)$/);
  });
});

describe("readTextFile of standard input", () => {
  it("reads all of it, also when a character lies across two pieces", async () => {
    const [first, second] = [Buffer.from("α").subarray(0, 1), Buffer.from("α").subarray(1)];
    expect(await readTextFile("-", { input: Readable.from([first, second]) })).toBe("α");
  });

  it("stops at the limit", async () => {
    let pieces = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          pieces++;
          yield Buffer.alloc(1000, "x");
        }
      })(),
      { highWaterMark: 1 },
    );
    expect(await failure("-", { input: endless, maxBytes: 5000 })).toBe(
      "standard input: at most 5,000 bytes are read, but it holds more. Is it the right file?",
    );
    expect(pieces).toBeLessThan(20);
  });

  it("names it when it is not text, and when it cannot be read", async () => {
    expect(await failure("-", { input: Readable.from([Buffer.of(0xff)]) })).toContain(
      "standard input:1: is not UTF-8",
    );
    const broken = new Readable({ read: () => undefined });
    broken.destroy(
      Object.assign(new Error("EISDIR: illegal operation on a directory, read"), { code: "EISDIR" }),
    );
    expect(await failure("-", { input: broken })).toBe("standard input: is a folder. Give a file.");
  });
});

describe.skipIf(process.platform === "win32")("readTextFile (needs POSIX pipes and links)", () => {
  async function pipe(): Promise<string> {
    const fifo = join(folder, "pipe");
    execFileSync("mkfifo", [fifo]);
    return fifo;
  }

  it("reads a pipe to its end", async () => {
    const fifo = await pipe();
    const [text] = await Promise.all([readTextFile(fifo), writeFile(fifo, "x".repeat(200_000))]);
    expect(text).toHaveLength(200_000);
  });

  it("stops at the limit of a pipe, even when its writer waits", async () => {
    const fifo = await pipe();
    const message = failure(fifo, { maxBytes: 10 });
    const writer = await open(fifo, "w");
    await writer.write("x".repeat(11));
    expect(await message).toBe(
      `${fifo}: at most 10 bytes are read, but it holds more. Is it the right file?`,
    );
    await writer.close();
  });

  it("refuses links in a circle", async () => {
    await symlink("config.json", path);
    expect(await failure(path)).toContain("form a loop");
  });

  it.skipIf(!existsSync("/proc/self/status"))(
    "reads a file that says it has no bytes (needs /proc)",
    async () => {
      expect(await readTextFile("/proc/self/status")).toContain("Pid:");
    },
  );

  it("stops at the limit of an endless device", async () => {
    expect(await failure("/dev/zero", { maxBytes: 1000 })).toContain("it holds more");
  });
});
