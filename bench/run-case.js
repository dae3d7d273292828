import { spawnSync } from "node:child_process";

/**
 * Runs a case in a fresh process.
 *
 * @param {readonly string[]} command program and arguments
 * @param {() => readonly string[] | Promise<readonly string[]>} [prepare] makes what it reads, untimed, and returns further arguments
 * @returns {Promise<Record<string, number>>} seconds of the whole process as `wall`, and the figures of the JSON object that it printed,
 *   if it printed one
 * @throws {Error} if the command fails, with what it wrote to standard error
 */
export async function runCase(command, prepare) {
  const args = [...command, ...((await prepare?.()) ?? [])];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(args[0], args.slice(1), {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const wall = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${args.slice(0, 4).join(" ")} ended with ${status}: ${stderr}`);
  const figures = /^\{.*\}\s*$/.test(stdout) ? JSON.parse(stdout) : {};
  return { wall, ...figures };
}

/** Whether this machine has what a case needs; a case that is left out is named on standard error. */
export function isAvailable({ name, needs }) {
  if (needs === undefined || spawnSync(needs[0], needs.slice(1), { stdio: "ignore" }).status === 0)
    return true;
  console.error(`${name}: left out, because \`${needs.join(" ")}\` fails on this machine\n`);
  return false;
}

/** A figure in five significant digits; whole numbers in full. */
export function figureText(value) {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toPrecision(5);
}
