import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { workFolder } from "../../../cli/test/work-folder.js";
import { openWorkers } from "../../src/threads/workers.js";

const work = workFolder();

/** A thread that works until it is told to stop, and then says so. */
const script = `
export async function runJob({ stop }) {
  while (Atomics.load(stop, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { output: { stopped: true } };
}`;

it("tells jobs to stop when it closes, those that wait too, and ends no thread in the middle of one", async () => {
  const file = join(work.path("."), "patient-worker.mjs");
  writeFileSync(file, script);
  const workers = await openWorkers(3, { threads: 2, worker: file });
  const input = { architecture: undefined as never, request: undefined as never };
  const jobs = Promise.all([1, 2, 3].map(() => workers!.run("probe", input)));
  await workers!.close();
  expect(await jobs).toEqual([1, 2, 3].map(() => ({ stopped: true })));
});
