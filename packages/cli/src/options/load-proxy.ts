import { entryNamed, type Predictor, type Proxy, proxies, readPredictor } from "@zerolm/core";
import { fileName, readTextFile } from "@zerolm/node/files";
import { predictorText } from "../output/proxy.js";

/** A predictor of 2,000 labels, the most there may be, takes less. */
const maxBytes = 8 * 1024 * 1024;

/** A proxy, and the predictor that it is where it came from a file: that one also says how sure it is. */
export type LoadedProxy = Proxy & { readonly predictor?: Predictor };

/** Whether a word after `--proxy` is a file: one with a dot or a slash is, and so is `-`. */
export const isPredictorFile = (name: string): boolean => name === "-" || /[./\\]/.test(name);

/**
 * The proxy that `--proxy` names: a built-in one, or a file that `calibrate --predictor --out` wrote.
 *
 * @throws {UsageError} for an unknown name; {InputError} for a file that is no predictor
 * @example
 * const proxy = await loadProxy(flags.proxy);
 */
export async function loadProxy(name: string): Promise<LoadedProxy> {
  if (!isPredictorFile(name)) return entryNamed(proxies, name, "proxy");
  const predictor = readPredictor(await readTextFile(name, { maxBytes }), fileName(name));
  return {
    name: fileName(name),
    summary: predictorText(predictor),
    source: "docs/predictor.md",
    heeds: [],
    scorer: () => predictor.scorer,
    predictor,
  };
}
