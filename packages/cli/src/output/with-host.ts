import { setImmediate } from "node:timers/promises";
import type { Host } from "@zerolm/core";
import type { CommonOptions } from "../options/common.js";
import { Progress } from "../terminal/progress.js";

/** Does long work with a progress bar; Ctrl-C ends it with what it has, a second one ends the process. */
export async function withHost<T>(flags: CommonOptions, work: (host: Host) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const progress = new Progress(flags);
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt);
  const report: Host["report"] = async ({ done, total = 0, what = "" }) => {
    progress.show(what, done, total);
    await setImmediate(); // lets Ctrl-C in
  };
  try {
    return await work({ report, signal: stop.signal });
  } finally {
    progress.end();
    process.off("SIGINT", onInterrupt);
  }
}
