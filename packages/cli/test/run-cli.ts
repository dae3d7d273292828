import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Variables besides those of this process, of which none that begins with ZEROLM_ is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input; empty where it is not given. */
  readonly input?: string | Uint8Array;
}

/** The command line as `npm run bundle` builds it. */
export const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

const timeoutMs = 60_000;

/**
 * Runs the built command line in a process of its own.
 *
 * @throws {Error} as {@link soundRun}
 * @example
 * const { code, stdout } = await run(["spaces", "--json"]);
 */
export async function run(
  args: readonly string[],
  { env = {}, cwd, input = "" }: RunOptions = {},
): Promise<Run> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...cleanEnvironment(), ...env },
    timeout: timeoutMs,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin.on("error", () => undefined); // a command that reads no input may end before it is written
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  return soundRun({ code, stdout: stdout(), stderr: stderr() });
}

/**
 * A run as it is.
 *
 * @throws {Error} where it printed a stack trace or called an error a defect of its own: neither is ever right
 */
export function soundRun(ended: Run): Run {
  if (/^ +at .*:\d+|zerolm: internal error/m.test(ended.stderr)) throw new Error(ended.stderr);
  return ended;
}

/** The JSON document of a run that succeeded without a word on standard error. */
export function documentOf<T>({ code, stdout, stderr }: Run): T {
  if (code !== 0 || stderr !== "") throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Runs what must succeed without a word on standard error, and reads its one JSON document. */
export async function runJson<T>(args: readonly string[], options?: RunOptions): Promise<T> {
  return documentOf(await run([...args, "--json"], options));
}

/** No data, no cache and no settings of whoever runs the tests. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("ZEROLM_"));
  return { ...Object.fromEntries(own), ZEROLM_CACHE: join(tmpdir(), "zerolm-no-such-cache") };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
