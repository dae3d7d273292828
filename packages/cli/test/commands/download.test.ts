import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { refusing, serving, startServer, type TestServer } from "../../../node/test/download/server.js";
import { expectRefused } from "../expectations.js";
import { type Run, run, runJson } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
let server: TestServer | undefined;
afterEach(() => server?.close());

/** Has Node run a module before the program: the network is replaced from outside, and production code knows nothing of it. */
const preloading = (module: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(module)}`,
});

/** A machine that is not online: no name of a host is known. */
const offline = preloading(`
  import dns from "node:dns";
  dns.lookup = (host, options, done) =>
    done(Object.assign(new Error("getaddrinfo ENOTFOUND " + host), { code: "ENOTFOUND" }));
`);

/** A network in which a server of this machine stands for the publisher's. */
const redirectedTo = (address: string): Readonly<Record<string, string>> =>
  preloading(`
    const { fetch } = globalThis;
    globalThis.fetch = (url, options) => fetch("${address}" + new URL(url).pathname, options);
  `);

const download = (folder: string, env: Readonly<Record<string, string>>, ...more: string[]): Promise<Run> =>
  run(["benchmarks", "download", "nas-bench-bert", "--folder", work.path(folder), ...more], { env });

describe("benchmarks download", () => {
  it("fails soon where there is no network, and says what else to do", async () => {
    const started = performance.now();
    const ended = await download("offline", offline);
    expect(performance.now() - started).toBeLessThan(10_000);
    const file = work.path("offline", "nas-bench-bert", "BERT_benchmark.json");
    expectRefused(ended, 1, "or this machine is offline", `save it as ${file}`, "--data FILE", "ZEROLM_DATA");
    expect(ended.stderr).toMatch(
      /https:\/\/raw\.githubusercontent\.com\/\S+\/BERT_benchmark\.json cannot be/,
    );
  });

  it("prints no half of a JSON document", async () => {
    expectRefused(await download("offline", offline, "--json"), 1, "cannot be downloaded");
  });

  it("says what the server answers", async () => {
    server = await startServer(refusing(404));
    const ended = await download("absent", redirectedTo(server.address));
    expectRefused(ended, 1, "the server answered 404 Not Found");
  });

  it("keeps nothing of a file that is not the published one", async () => {
    server = await startServer(serving(Buffer.from("<html>please log in</html>")));
    const ended = await download("altered", redirectedTo(server.address));
    expectRefused(ended, 1, "is not the published file", "The download was deleted");
    const { benchmarks } = await runJson<{ benchmarks: { file?: string }[] }>(["benchmarks"], {
      env: { ZEROLM_DATA: work.path("altered") },
    });
    expect(benchmarks[0]).not.toHaveProperty("file");
  });

  it("refuses a folder that cannot be one", async () => {
    work.write("file", "");
    expectRefused(await download("file/below", offline), 1, "is not a folder. Choose another path.");
    expectRefused(
      await run(["benchmarks", "download", "nas-bench-bert", "--folder", ""]),
      2,
      "--folder is empty",
    );
  });
});

const data = process.env.ZEROLM_DATA;

describe.skipIf(!data)("benchmarks download of the published files (needs ZEROLM_DATA)", () => {
  it("brings them, checks them, and leaves them alone the second time", async () => {
    server = await startServer((request, response) => {
      const name = request.url?.split("/").at(-1) ?? "";
      serving(readFileSync(join(data as string, "nas-bench-bert", name)))(request, response);
    });
    const env = redirectedTo(server.address);
    const words = ["benchmarks", "download", "nas-bench-bert", "--folder", work.path("good")];
    const outcomes = async () =>
      (await runJson<{ files: { outcome: string }[] }>(words, { env })).files.map(({ outcome }) => outcome);
    expect(await outcomes()).toEqual(["downloaded", "downloaded"]);
    expect(await outcomes()).toEqual(["present", "present"]);
    const { stdout, stderr } = await run(words, { env });
    expect(stdout).toMatch(/^present {2}\S+BERT_benchmark\.json\npresent {2}\S+\.csv\n$/);
    expect(stderr).toBe("Every file has the pinned SHA-256.\n");
    expect((await run([...words, "--quiet"], { env })).stderr).toBe("");
  });
});
