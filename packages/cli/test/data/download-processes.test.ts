import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { downloadFile, type PinnedFile } from "../../src/data/download-file.js";
import { holding, serving, startServer, type TestServer } from "./server.js";
import { download, pin, someBytes } from "./task.js";

const content = someBytes(300_000);
const pinned: PinnedFile = pin(content);
const half = 150_000;

let bundle: string;
let folder: string;
let target: string;
let server: TestServer;

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), "zerolm-child-"));
  await build({
    configFile: false,
    logLevel: "error",
    resolve: {
      alias: {
        "@zerolm/core": source("../../../core/src/index.ts"),
        "@zerolm/checkpoint/files": source("../../../checkpoint/src/node/files.ts"),
      },
    },
    ssr: { noExternal: true },
    build: {
      ssr: source("download-child.ts"),
      outDir: bundle,
      rolldownOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
});

afterAll(() => rm(bundle, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-download-"));
  target = join(folder, "file.json");
  server = await startServer(serving(content));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function start(): ChildProcess {
  const task = [`${server.address}/file.json`, target, String(pinned.bytes), pinned.sha256];
  return spawn(process.execPath, [join(bundle, "child.mjs"), ...task], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Waits until a process has said this line. */
async function said(child: ChildProcess, words: string): Promise<void> {
  if (child.stdout === null) throw new TypeError("the output of the process is not read");
  for await (const line of createInterface({ input: child.stdout })) if (line === words) return;
  throw new Error(`the process ended without saying ${words}`);
}

describe("a process that is killed in the middle of a download", () => {
  it("leaves a part that the next one completes", async () => {
    server.answer = holding(content, half);
    const child = start();
    await said(child, String(half));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^file\.json\..*\.part$/)]);

    server.answer = serving(content);
    await downloadFile(download({ address: `${server.address}/file.json`, target, pinned }));
    expect(server.requests).toEqual(["/file.json whole", "/file.json bytes=150000-"]);
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(["file.json"]);
  });
});

describe("two processes at once", () => {
  it("both succeed, and nothing but the file is left", async () => {
    const held: ServerResponse[] = [];
    const arrived = new Promise<void>((resolve) => {
      server.answer = (request, response) => {
        holding(content, half, held)(request, response);
        if (held.length === 2) resolve();
      };
    });
    const children = [start(), start()];
    const ends = children.map((child) => said(child, "downloaded"));
    await arrived;
    for (const response of held) response.end(content.subarray(half));
    await Promise.all(ends);
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(["file.json"]);
  });
});
