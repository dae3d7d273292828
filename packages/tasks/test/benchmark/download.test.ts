import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Progress, UsageError, WorkError } from "@zerolm/core";
import { downloadFile, holds, nodeHost } from "@zerolm/node";
import {
  downloadBenchmark,
  fileAddress,
  locateBenchmark,
  type PublishedBenchmark,
  publishedBenchmarks,
  type TaskHost,
} from "@zerolm/tasks";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { serving, startServer } from "../../../node/test/download/server.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-benchmark-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** A host whose network is not there; it notes the addresses that were asked for. */
function offline(addresses: string[]): TaskHost {
  const fetch: typeof globalThis.fetch = (address) => {
    addresses.push(String(address));
    const cause = Object.assign(new Error("getaddrinfo EAI_AGAIN"), { code: "EAI_AGAIN" });
    return Promise.reject(new TypeError("fetch failed", { cause }));
  };
  return { ...nodeHost(), download: (file) => downloadFile({ ...file, fetch }) };
}

async function failure(work: Promise<unknown>): Promise<WorkError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkError);
  return error as WorkError;
}

describe("downloadBenchmark", () => {
  it("refuses a name it does not know and lists those it knows", async () => {
    for (const name of ["nas-bench", "toString", "__proto__"]) {
      await expect(downloadBenchmark(name, { folder }, nodeHost())).rejects.toThrow(UsageError);
      await expect(downloadBenchmark(name, { folder }, nodeHost())).rejects.toThrow(
        "Choose from nas-bench-bert",
      );
    }
  });

  it("goes to the address of the authors unless told otherwise", async () => {
    const addresses: string[] = [];
    await failure(downloadBenchmark("nas-bench-bert", { folder }, offline(addresses)));
    const baseUrl = "https://mirror.example/nas";
    await failure(downloadBenchmark("nas-bench-bert", { folder, baseUrl }, offline(addresses)));
    expect(addresses).toEqual([
      "https://raw.githubusercontent.com/aaronserianni/training-free-nas/2d76e01b9586cad7340e8268dadba3056efd070b/data/BERT_benchmark.json",
      "https://mirror.example/nas/BERT_benchmark.json",
    ]);
  });

  it("says offline what else can be done", async () => {
    const { message } = await failure(downloadBenchmark("nas-bench-bert", { folder }, offline([])));
    expect(message).toMatch(/^https:\S+BERT_benchmark.json cannot be downloaded: the host name could not be/);
    expect(message).toContain(`save it as ${join(folder, "nas-bench-bert", "BERT_benchmark.json")}`);
    expect(message).toContain("pass it with --data FILE");
    expect(message).toContain("set ZEROLM_DATA to a folder that holds nas-bench-bert/BERT_benchmark.json");
  });

  it.each([
    ["", true],
    ["1", false],
  ])("says that Node ignores the proxy, with NODE_USE_ENV_PROXY=%j: %j", async (used, said) => {
    vi.stubEnv("HTTPS_PROXY", "http://proxy.example:3128");
    vi.stubEnv("NODE_USE_ENV_PROXY", used);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { message } = await failure(downloadBenchmark("nas-bench-bert", { folder }, offline([])));
    expect(message.includes("Node uses it only with NODE_USE_ENV_PROXY=1")).toBe(said);
  });
});

describe("fileAddress", () => {
  it.each([
    ["https://mirror.example", "https://mirror.example/a.json"],
    ["https://mirror.example/nas/", "https://mirror.example/nas/a.json"],
    ["http://127.0.0.1:8080/nas?key=1", "http://127.0.0.1:8080/nas/a.json?key=1"],
  ])("appends the file to %s", (base, address) => {
    expect(fileAddress(base, "a.json")).toBe(address);
  });

  it.each([
    "",
    "mirror.example/nas",
    "ftp://mirror.example/",
    "file:///etc/",
    "https://user:secret@mirror.example/",
  ])("refuses %j", (base) => {
    expect(() => fileAddress(base, "a.json")).toThrow(UsageError);
    expect(() => fileAddress(base, "a.json")).not.toThrow(/secret/);
  });
});

describe.each(Object.entries<PublishedBenchmark>(publishedBenchmarks))("the row %s", (_, benchmark) => {
  it("pins a commit, sizes and hashes, and needs its main file", () => {
    expect(benchmark.baseUrl).toMatch(/^https:\/\/.*\/[0-9a-f]{40}\/.*\/$/);
    expect(benchmark.files[0].required).toBe(true);
    for (const file of benchmark.files) {
      expect(file.name).toMatch(/^[\w.-]+$/);
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(file.bytes).toBeGreaterThan(0);
    }
  });
});

const published = process.env.ZEROLM_DATA ?? "";

describe.skipIf(!process.env.ZEROLM_DATA)("the published files (needs ZEROLM_DATA)", () => {
  for (const [name, { files }] of Object.entries<PublishedBenchmark>(publishedBenchmarks)) {
    const isThere = existsSync(join(published, name));
    const lacking = isThere ? "" : ` (needs ${name} in ZEROLM_DATA)`;
    it.skipIf(!isThere)(`of ${name} have the pinned size and hash${lacking}`, async () => {
      for (const file of files) expect(await holds(join(published, name, file.name), file)).toBe(true);
    });
  }

  it("are downloaded to where they are looked for, once", async () => {
    const source = join(published, "nas-bench-bert");
    const server = await startServer((request, response) => {
      void readFile(join(source, request.url ?? "")).then((bytes) => serving(bytes)(request, response));
    });
    try {
      const steps: Progress[] = [];
      const host = nodeHost({ report: (step) => void steps.push(step) });
      const options = { folder, baseUrl: server.address };
      const first = await downloadBenchmark("nas-bench-bert", options, host);
      expect(first.map(({ outcome }) => outcome)).toEqual(["downloaded", "downloaded"]);
      expect(steps.at(-1)).toEqual({ what: "BERT_results_activation.csv", done: 146_923, total: 146_923 });
      vi.stubEnv("ZEROLM_DATA", "");
      vi.stubEnv("ZEROLM_CACHE", folder);
      const found = await locateBenchmark("nas-bench-bert", {}, host);
      vi.unstubAllEnvs();
      expect(found).toBe(first[0]?.path);
      const second = await downloadBenchmark("nas-bench-bert", options, host);
      expect(second.map(({ outcome }) => outcome)).toEqual(["present", "present"]);
      expect(server.requests).toEqual(["/BERT_benchmark.json", "/BERT_results_activation.csv"]);
      expect(await readdir(join(folder, "nas-bench-bert"))).toEqual(first.map(({ file }) => file));
    } finally {
      await server.close();
    }
  });
});
