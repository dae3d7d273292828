import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { downloadFile, type FetchedDownload } from "../../src/files/download-file.js";
import {
  content,
  expectDone,
  failure,
  files,
  folder,
  half,
  left,
  other,
  server,
  target,
  task,
  useDownloads,
} from "./downloads.js";
import { holding, refusing, serving } from "./server.js";
import { pin } from "./task.js";

useDownloads();

describe("a server that does not have the file", () => {
  it.each([
    [404, "404 Not Found: the file is no longer at this address"],
    [403, "403 Forbidden"],
    [500, "500 Internal Server Error: try again later"],
    [429, "429 Too Many Requests: try again later"],
    [416, "416 Range Not Satisfiable"],
    [206, "206 Partial Content"],
    [204, "204 No Content"],
  ])("is reported: %i", async (status, words) => {
    server.answer = refusing(status, status === 204 ? "" : "no");
    const message = await failure();
    expect(message).toContain(
      `${server.address}/file.json cannot be downloaded: the server answered ${words}`,
    );
    expect(message).toContain("Or by other means.");
    expect(await files()).toEqual([]);
  });
});

describe("other bytes than the published ones", () => {
  it("are refused before they are read when the length says so", async () => {
    const steps: number[] = [];
    server.answer = serving(Buffer.concat([content, content]));
    const message = await failure({ onReceived: (bytes) => steps.push(bytes) });
    expect(message).toContain(
      "is not the published file: it has 600000 bytes, not 300000. The download was deleted.",
    );
    expect(steps).toEqual([]);
    expect(await files()).toEqual([]);
  });

  it("are not read beyond the published size, and the connection is dropped", async () => {
    const closed = new Promise<void>((resolve) => {
      server.answer = (_request, response) => {
        response.on("close", resolve);
        const pump = (): void => {
          while (response.write(content.subarray(0, 50_000)));
        };
        response.on("drain", pump);
        pump();
      };
    });
    let most = 0;
    const onReceived = (bytes: number): void => {
      most = bytes;
    };
    expect(await failure({ onReceived })).toContain(
      "it is longer than the 300000 bytes of the published file",
    );
    await closed;
    expect(most).toBeLessThanOrEqual(300_000);
    expect(await files()).toEqual([]);
  });

  it("are refused by their hash and removed", async () => {
    server.answer = serving(other);
    const message = await failure();
    expect(message).toContain(
      `its SHA-256 is ${pin(other).sha256}, not ${pin(content).sha256}. The download was deleted.`,
    );
    expect(await files()).toEqual([]);
  });

  it("leave a file that is there as it is", async () => {
    await left(other, "file.json");
    server.answer = serving(Buffer.from("something else"));
    await failure();
    expect((await readFile(target)).equals(other)).toBe(true);
  });

  it("that end early leave nothing, and the next download brings all", async () => {
    server.answer = (_request, response) => {
      response.write(content.subarray(0, half));
      response.end();
    };
    expect(await failure()).toContain("the connection ended early. Or by other means.");
    expect(await files()).toEqual([]);
    server.answer = serving(content);
    await downloadFile(task());
    await expectDone();
  });
});

describe("a network that fails", () => {
  /** Lets the clock pass the limit once `event` has happened and the next wait has begun. */
  async function failureAfterStall(
    event: (happened: () => void) => Partial<FetchedDownload>,
  ): Promise<string> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    return await failure({
      stallMs: 30_000,
      ...event(() => setImmediate(() => vi.advanceTimersByTime(30_000))),
    });
  }

  it("is given up when no answer comes", async () => {
    const message = await failureAfterStall((happened) => {
      server.answer = happened;
      return {};
    });
    expect(message).toContain("cannot be downloaded: no data arrived for 30 s. Or by other means.");
    expect(await files()).toEqual([]);
  });

  it("is given up when no more bytes come", async () => {
    server.answer = holding(content, half);
    const message = await failureAfterStall((happened) => ({
      onReceived: (bytes) => bytes === half && happened(),
    }));
    expect(message).toContain("no data arrived for 30 s. Or by other means.");
    expect(await files()).toEqual([]);
  });

  it("is reported when the port is closed", async () => {
    const { address } = server;
    await server.close();
    const message = await failure({ address: `${address}/file.json` });
    expect(message).toMatch(
      /^http:\S+ cannot be downloaded: the host refused the connection \(ECONNREFUSED\)/,
    );
    expect(await files()).toEqual([]);
  });

  it("is reported in words when the name is unknown", async () => {
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND raw.example"), { code: "ENOTFOUND" });
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("fetch failed", { cause }));
    const message = await failure({ fetch });
    expect(message).toContain("the host name does not exist, or this machine is offline (ENOTFOUND)");
  });

  it("is reported by the innermost reason when there is no code", async () => {
    const fetch = (): Promise<Response> =>
      Promise.reject(new TypeError("fetch failed", { cause: new Error("bad port") }));
    expect(await failure({ fetch })).toContain("cannot be downloaded: bad port.");
  });
});

describe("a target that cannot be written", () => {
  it("is reported when its folder would lie under a file", async () => {
    await left(content, "a-file");
    const below = join(folder, "cache", "a-file", "file.json");
    expect(await failure({ target: below })).toMatch(
      /^\S+: not written \(EEXIST\): \S+a-file is not a folder\./,
    );
    expect(await failure({ target: join(below, "file.json") })).toContain("(ENOTDIR)");
    expect(server.requests).toEqual([]);
    expect(await files()).toEqual(["a-file"]);
  });

  it("is reported when a folder is in its place, before anything is transferred", async () => {
    await mkdir(target, { recursive: true });
    expect(await failure()).toContain(`${target}: not written (EISDIR): there is a folder at this path`);
    expect(server.requests).toEqual([]);
    expect(await files()).toEqual(["file.json"]);
  });
});
