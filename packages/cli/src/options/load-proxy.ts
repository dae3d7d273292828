import { entryNamed, type Proxy, proxies, readPredictor } from "@zerolm/core";
import { fileName, readTextFile } from "../files/read-file.js";

/** A predictor of 2,000 labels, the most there may be, takes less. */
const maxBytes = 8 * 1024 * 1024;

/**
 * The proxy that `--proxy` names: a built-in one, or a file that `calibrate --predictor --out` wrote. A word with a dot or a slash is
 * a file, and so is `-`.
 *
 * @throws {UsageError} for an unknown name; {InputError} for a file that is no predictor
 * @example
 * const proxy = await loadProxy(flags.proxy);
 */
export async function loadProxy(name: string): Promise<Proxy> {
  if (name !== "-" && !/[./\\]/.test(name)) return entryNamed(proxies, name, "proxy");
  const { labels, prior, quality, scorer } = readPredictor(
    await readTextFile(name, { maxBytes }),
    fileName(name),
  );
  return {
    name: fileName(name),
    summary: `${quality}, predicted from ${labels.length} trained networks and ${prior}`,
    source: "docs/predictor.md",
    heeds: [],
    scorer: () => scorer,
  };
}
