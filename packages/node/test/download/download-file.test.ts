import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { downloadFile } from "../../src/files/download-file.js";
import { content, expectDone, half, left, other, server, task, useDownloads } from "./downloads.js";
import { holding, serving } from "./server.js";

useDownloads();

describe("a download", () => {
  it("brings the file, tells of every step and leaves nothing else", async () => {
    const steps: number[] = [];
    expect(await downloadFile(task({ onReceived: (bytes) => steps.push(bytes) }))).toBe("downloaded");
    await expectDone();
    expect(steps[0]).toBeGreaterThan(0);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(content.length);
  });

  it("does nothing when the file is there", async () => {
    await downloadFile(task());
    expect(await downloadFile(task())).toBe("present");
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ["of the same size", other],
    ["of another size", Buffer.from("{}")],
  ])("replaces another file of this name, %s", async (_, bytes) => {
    await left(bytes, "file.json");
    expect(await downloadFile(task())).toBe("replaced");
    await expectDone();
  });

  it("asks for the plain bytes, and still reads what a server compresses", async () => {
    let asked: string | string[] | undefined;
    server.answer = (request, response) => {
      asked = request.headers["accept-encoding"];
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(content));
    };
    await downloadFile(task());
    expect(asked).toBe("identity");
    await expectDone();
  });

  it("follows a redirection", async () => {
    server.answer = (request, response) => {
      if (request.url === "/moved") return serving(content)(request, response);
      response.writeHead(302, { location: "/moved" }).end();
    };
    await downloadFile(task());
    await expectDone();
  });
});

describe("downloads at the same time", () => {
  it("do not disturb each other", async () => {
    const held: ServerResponse[] = [];
    const arrived = new Promise<void>((resolve) => {
      server.answer = (request, response) => {
        holding(content, half, held)(request, response);
        if (held.length === 4) resolve();
      };
    });
    const all = Promise.all([task(), task(), task(), task()].map(downloadFile));
    await arrived;
    for (const response of held) response.end(content.subarray(half));
    expect(await all).toEqual(Array(4).fill("downloaded"));
    await expectDone();
  });
});
