import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { readdir, readlink, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { errorCode, unlessRefused } from "./system-error.js";

/** `.zerolm-MACHINE-PROCESS-UUID.tmp` */
const temporaryName = /^\.zerolm-([0-9a-f]{8})-(\d+)-[0-9a-f-]{36}\.tmp$/;

/** The names that this process was given; most of them are renamed or removed by now. */
const given = new Set<string>();

/**
 * A hidden name beside `path`, for a file or folder that is renamed to it once it is whole. It is not made from the name of `path`: one of
 * 255 bytes, the longest allowed, leaves no room for an ending.
 *
 * What processes that were killed have left under such names in that folder is removed first: a checkpoint is large. Whose it is stands in
 * the name, and what belongs to another machine, or to a process that is still there, is left alone.
 *
 * @example await temporaryBeside("out/best.yaml"); // "out/.zerolm-1f0c…-4711-….tmp"
 */
export async function temporaryBeside(path: string): Promise<string> {
  const folder = dirname(path);
  const machine = await machineName();
  const names = await unlessRefused(() => readdir(folder), []);
  for (const name of names)
    if (isAbandoned(name, machine))
      await unlessRefused(() => rm(join(folder, name), { recursive: true, force: true }), undefined);
  const temporary = join(folder, `.zerolm-${machine}-${process.pid}-${randomUUID()}.tmp`);
  given.add(temporary);
  return temporary;
}

/** Removes what this process has begun to write, at once: for a process that is about to end. */
export function removeTemporaries(): void {
  for (const path of given) rmSync(path, { recursive: true, force: true });
}

/** Containers of one machine may share a folder, and number their processes each for itself: Linux tells their numberings apart. */
async function machineName(): Promise<string> {
  const numbering = await unlessRefused(() => readlink("/proc/self/ns/pid"), "");
  return createHash("sha256").update(`${hostname()} ${numbering}`).digest("hex").slice(0, 8);
}

function isAbandoned(name: string, machine: string): boolean {
  const [, owner, process] = temporaryName.exec(name) ?? [];
  return owner === machine && !isRunning(Number(process));
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0); // sends nothing
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH"; // another user's process may not be asked, and is there
  }
}
