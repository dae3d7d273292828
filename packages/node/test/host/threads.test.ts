import { expect, it } from "vitest";
import { nodeHost } from "../../src/host/node-host.js";

it.each([
  [1, 5, 1],
  [3, 5, 3],
  [3, 2, 2],
])("a host of at most %d threads has %3$d of them for %2$d jobs", async (threads, jobs, count) => {
  const workers = await nodeHost({ threads }).workers?.(jobs);
  expect(workers?.count ?? 1).toBe(count);
  await workers?.close();
});

it("reads checkpoints on as many threads as it may start", async () => {
  const threads = await nodeHost({ threads: 3 }).threads?.();
  expect(threads?.count).toBe(3);
  await threads?.close();
});
