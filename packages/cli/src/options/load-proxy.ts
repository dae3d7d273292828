import { basename } from "node:path";
import {
  isPredictorText,
  type OptionValues,
  type OwnScores,
  ownProxy,
  ownScoresProxy,
  type Predictor,
  type Proxy,
  type ProxyName,
  parseOptions,
  proxies,
  proxyNamed,
  readOwnScores,
  readPredictor,
  shapeProxy,
  UsageError,
  z,
} from "@zerolm/core";
import { fileName, readTextFile } from "@zerolm/node/files";
import { predictorText } from "../output/proxy.js";
import { loadModule } from "./own-module.js";
import { isModule } from "./own-words.js";
import { flagOf } from "./proxy-option.js";

/** A predictor of 2,000 labels, the most there may be, takes less. */
const maxPredictorBytes = 8 * 1024 * 1024;

/** What `--proxy` names, as plain data that a thread can be sent: a built-in proxy, a module, a column of scores, a predictor. */
export type ProxyReference =
  | { readonly kind: "built-in"; readonly name: ProxyName }
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "scores"; readonly scores: OwnScores; readonly column: string; readonly name: string }
  | { readonly kind: "predictor"; readonly text: string; readonly file: string };

/** A proxy, and what it was made of. */
export interface LoadedProxy {
  readonly reference: ProxyReference;
  readonly proxy: Proxy;
  /** It also says how sure it is. */
  readonly predictor?: Predictor;
}

/** Whether a word after `--proxy` is a file: one with a dot or a slash is, and so is `-`. */
export const isProxyFile = (word: string): boolean => word === "-" || /[./\\]/.test(word);

/**
 * The proxies that the words after `--proxy` name: names, `all` that guess at quality, modules, predictors, and files of scores, each column
 * of which is one. Each once, in the order of the words.
 *
 * @throws {UsageError} for an unknown name, and for two proxies of one name; {InputError} for a file that is not what it should be
 */
export async function proxyReferences(words: string): Promise<ProxyReference[]> {
  const references: ProxyReference[] = [];
  for (const word of new Set(words.split(",").map((one) => one.trim())))
    references.push(...(await referencesOf(word)));
  return differentlyNamed(references);
}

async function referencesOf(word: string): Promise<ProxyReference[]> {
  if (word === "all") return guesses.map((name) => ({ kind: "built-in", name }));
  if (!isProxyFile(word)) return [{ kind: "built-in", name: proxyNamed(word).name as ProxyName }];
  if (isModule(word)) return [{ kind: "module", path: word }];
  const text = await readTextFile(word, isTable(word) ? {} : { maxBytes: maxPredictorBytes });
  const file = fileName(word);
  if (!isTable(word) || isPredictorText(text)) return [{ kind: "predictor", text, file }];
  const scores = readOwnScores(text, file);
  return Object.keys(scores.columns).map((column) => ({ kind: "scores", scores, column, name: column }));
}

const isTable = (file: string): boolean => /\.(csv|tsv|jsonl|ndjson)$/i.test(file);

const guesses = Object.values<Proxy>(proxies)
  .filter(({ objectiveOnly }) => !objectiveOnly)
  .map(({ name }) => name as ProxyName);

/** A column that is called like another proxy has its file beside it; what is still there twice is there once. */
function differentlyNamed(references: readonly ProxyReference[]): ProxyReference[] {
  const columns = references.flatMap((one) => (one.kind === "scores" ? [one.column] : []));
  const isShared = (column: string): boolean =>
    Object.hasOwn(proxies, column) || columns.filter((one) => one === column).length > 1;
  const named = references.map((one) =>
    one.kind === "scores" && isShared(one.column)
      ? { ...one, name: `${one.column} (${basename(one.scores.file)})` }
      : one,
  );
  const texts = named.map((one) =>
    JSON.stringify(one.kind === "scores" ? { ...one, scores: one.scores.file } : one),
  );
  return named.filter((_, index) => texts.indexOf(texts[index] as string) === index);
}

/** The proxy of a reference. */
export async function loadReference(reference: ProxyReference): Promise<LoadedProxy> {
  switch (reference.kind) {
    case "built-in":
      return { reference, proxy: proxies[reference.name] };
    case "module":
      return { reference, proxy: ownProxy(await loadModule(reference.path), reference.path) };
    case "scores": {
      const { scores, column, name } = reference;
      return { reference, proxy: ownScoresProxy(scores, column, name) };
    }
    case "predictor":
      return predictorProxy(reference);
  }
}

function predictorProxy(reference: Extract<ProxyReference, { kind: "predictor" }>): LoadedProxy {
  const { text, file } = reference;
  const predictor = readPredictor(text, file);
  const proxy = shapeProxy({
    name: file,
    summary: predictorText(predictor),
    source: "docs/predictor.md",
    options: z.strictObject({}),
    scorer: () => predictor.scorer,
  });
  return { reference, proxy, predictor };
}

/**
 * The proxies that `--proxy` names.
 *
 * @throws {UsageError} where two have one name, since outputs could not tell them apart
 */
export async function loadProxies(words: string): Promise<LoadedProxy[]> {
  const loaded: LoadedProxy[] = [];
  for (const reference of await proxyReferences(words)) loaded.push(await loadReference(reference));
  const names = loaded.map(({ proxy }) => proxy.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return loaded;
  throw new UsageError(
    `two of these proxies are called ${JSON.stringify(twice)}; rename one, or leave one out`,
  );
}

/**
 * The one proxy that `--proxy` names, for a command that ranks by one.
 *
 * @throws {UsageError} where the words name several
 */
export async function loadProxy(words: string): Promise<LoadedProxy> {
  const [first, ...others] = await loadProxies(words);
  if (first && others.length === 0) return first;
  const columns = [first, ...others].flatMap((one) => (one ? [one.proxy.name] : []));
  throw new UsageError(
    `--proxy takes one proxy here, and ${words} is ${columns.length}: ${columns.join(", ")}`,
  );
}

/**
 * The options of a proxy that flags give, checked and with their defaults.
 *
 * @throws {UsageError} that names the flags which it cannot use
 */
export function optionsOf({ proxy }: Pick<LoadedProxy, "proxy">, flags: object): OptionValues {
  const known = Object.keys(proxy.options.shape);
  const given = Object.entries(flags).filter(([key, value]) => known.includes(key) && value !== undefined);
  return parseOptions(proxy, Object.fromEntries(given), flagOf);
}
