import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { downloadFile } from "../../src/data/download-file.js";
import {
  content,
  expectDone,
  failure,
  files,
  half,
  left,
  other,
  server,
  task,
  useDownloads,
} from "./downloads.js";
import { type Handler, holding, ignoringRange, refusing, serving } from "./server.js";

useDownloads();

describe("a download", () => {
  it("brings the file, tells of every step and leaves nothing else", async () => {
    const steps: number[] = [];
    expect(await downloadFile(task({ onReceived: (bytes) => steps.push(bytes) }))).toBe("downloaded");
    await expectDone();
    expect(steps[0]).toBe(0);
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

describe("a download after one that was cut", () => {
  it("asks for the rest only", async () => {
    const held: ServerResponse[] = [];
    server.answer = holding(content, half, held);
    const cut = (bytes: number): void => {
      if (bytes === half) held[0]?.destroy();
    };
    const message = await failure({ onReceived: cut });
    expect(message).toContain(`${server.address}/file.json cannot be downloaded: the connection was cut`);
    expect(message).toContain("150000 of 300000 bytes are kept: the same command goes on from there");
    expect(await files()).toEqual(["file.json.part"]);

    server.answer = serving(content);
    const steps: number[] = [];
    await downloadFile(task({ onReceived: (bytes) => steps.push(bytes) }));
    expect(server.requests).toEqual(["/file.json whole", "/file.json bytes=150000-"]);
    expect(steps[0]).toBe(half);
    await expectDone();
  });

  it("starts over when the server ignores the range", async () => {
    await left(other.subarray(0, half));
    server.answer = ignoringRange(content);
    await downloadFile(task());
    expect(server.requests).toEqual(["/file.json bytes=150000-"]);
    await expectDone();
  });

  it.each([
    ["416", refusing(416)],
    [
      "206 from another byte",
      ((_request, response) =>
        response
          .writeHead(206, { "content-range": "bytes 7-299999/300000" })
          .end(content.subarray(7))) as Handler,
    ],
    ["206 without saying from where", refusing(206)],
  ])("asks for the whole file when the server answers %s", async (_, answer) => {
    await left(content.subarray(0, half));
    server.answer = (request, response) =>
      (request.headers.range === undefined ? serving(content) : answer)(request, response);
    await downloadFile(task());
    expect(server.requests).toEqual(["/file.json bytes=150000-", "/file.json whole"]);
    await expectDone();
  });

  it("takes up the longest part, also of a process that was killed, and clears away the others", async () => {
    await left(content.subarray(0, 10));
    await left(content.subarray(0, half), "file.json.6f1c1f9e-0000-4000-8000-000000000000.part");
    await left(Buffer.concat([content, content]), "file.json.6f1c1f9e-0000-4000-8000-000000000001.part");
    await downloadFile(task());
    expect(server.requests).toEqual(["/file.json bytes=150000-"]);
    await expectDone();
  });

  it("needs no network when only the renaming was missing", async () => {
    await left(content);
    await server.close();
    await downloadFile(task());
    await expectDone();
  });

  it("starts over when the part is complete and wrong", async () => {
    await left(other);
    await downloadFile(task());
    expect(server.requests).toEqual(["/file.json whole"]);
    await expectDone();
  });

  it("starts over when the part turns out wrong in the end", async () => {
    await left(other.subarray(0, 299_500));
    await downloadFile(task());
    expect(server.requests).toEqual(["/file.json bytes=299500-", "/file.json whole"]);
    await expectDone();
  });

  it("removes the part when the file is wrong from the start too", async () => {
    await left(content.subarray(0, half));
    server.answer = serving(other);
    expect(await failure()).toContain("is not the published file: its SHA-256 is");
    expect(await files()).toEqual([]);
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

  it("of which one gets wrong bytes spoil nothing of the other, whose part it took up", async () => {
    const held: ServerResponse[] = [];
    server.answer = holding(content, half, held);
    let second: Promise<string> | undefined;
    const onReceived = (bytes: number): void => {
      if (bytes !== half || second !== undefined) return;
      server.answer = serving(other);
      second = failure();
    };
    const first = downloadFile(task({ onReceived }));
    await vi.waitUntil(() => second !== undefined);
    expect(await second).toContain("is not the published file");
    expect(server.requests).toEqual(["/file.json whole", "/file.json bytes=150000-", "/file.json whole"]);
    held[0]?.end(content.subarray(half));
    expect(await first).toBe("downloaded");
    await expectDone();
  });
});
