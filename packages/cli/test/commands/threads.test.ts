import { findRuntime } from "@zerolm/engine";
import * as node from "@zerolm/node";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { smallBert } from "../configs.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { workFolder } from "../work-folder.js";

const nodeHost = vi.fn(node.nodeHost);
let runInProcess: typeof import("../run-in-process.js").runInProcess;

const isThere = await findRuntime().then(
  () => true,
  () => false,
);
const work = workFolder();
// Threads are worth it from 16 networks on.
const files = Array.from({ length: 16 }, (_, index) => `${index}.json`);
const small = ["--proxy", "snip,naswot", "--probe-sequences", "2", "--probe-tokens", "4"];
const sixteen = ["--method", "random", "--evaluations", "16", "--no-advice"];
const oneProxy = small.with(1, "snip");
const space = `name: small
macro: { hidden: [16, 32], depth: [1, 2] }
layer: { width: { from: 16, to: 64, step: 1 } }
architecture: { hidden: hidden, embedding: { vocabulary: 100 } }
layers: { mixer: { kind: attention, heads: 2 }, ffn: { kind: plain, width: width } }
`;

beforeAll(async () => {
  // Test files share modules, and those that were loaded before would not see what stands in for one.
  vi.resetModules();
  vi.doMock("@zerolm/node", () => ({ ...node, nodeHost }));
  ({ runInProcess } = await import("../run-in-process.js"));
  for (const [index, file] of files.entries())
    work.write(file, smallBert({ hidden_size: 32, intermediate_size: 32 + index, vocab_size: 100 }));
  work.write("bench.json", inventedRows(16));
  work.write("space.yaml", space);
  return () => {
    vi.doUnmock("@zerolm/node");
    vi.resetModules();
  };
});

/** What a command prints that finds nothing in the cache, but for how long it took. */
async function printed(args: readonly string[], threads: number): Promise<string> {
  vi.stubEnv("ZEROLM_CACHE", work.path(`${args[0]} ${threads}`));
  const ran = await runInProcess([...args, "--json", "--threads", String(threads)], { cwd: work.folder });
  vi.unstubAllEnvs();
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return ran.stdout.replaceAll(/"seconds": [\d.e-]+/g, "");
}

describe.skipIf(!isThere)("--threads (needs ONNX Runtime)", () => {
  it.each([
    ["rank", ...files, ...oneProxy],
    ["evaluate", "nas-bench-bert", "--data", "bench.json", "--resamples", "10", ...small],
    ["search", "space.yaml", ...sixteen, ...oneProxy],
  ])("%s prints the same with one, two and three threads", async (...args) => {
    const alone = await printed(args, 1);
    for (const threads of [2, 3]) {
      expect(await printed(args, threads)).toBe(alone);
      expect(nodeHost).toHaveBeenLastCalledWith(expect.objectContaining({ threads }));
    }
  });

  it("refuses 0", async () => {
    const { code, stderr } = await runInProcess(["rank", "a.json", "--threads", "0"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--threads <number>");
    expect(stderr).toContain("from 1 to 256");
  });
});
