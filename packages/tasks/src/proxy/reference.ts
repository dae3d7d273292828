import {
  dataDrivenProxies,
  isDeviceTableText,
  isPredictorText,
  type OwnScores,
  type Proxy,
  type ProxyName,
  proxies,
  proxyNamed,
  proxyOf,
  readOwnScores,
  shapeProxies,
} from "@zerolm/core";
import { filesOf, isPath } from "../files.js";
import type { TaskHost } from "../host.js";
import { baseName } from "../paths.js";

/** A predictor of 2,000 labels, the maximum, takes less. */
const maxPredictorBytes = 8 * 1024 * 1024;

/** What the words of a request name, as plain data that a thread can be sent: a built-in proxy, a sum of them, a module, a column of scores, a predictor. */
export type ProxyReference =
  | { readonly kind: "built-in"; readonly name: ProxyName }
  | { readonly kind: "sum"; readonly expression: string }
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "scores"; readonly scores: OwnScores; readonly column: string; readonly name: string }
  | { readonly kind: "predictor"; readonly text: string; readonly file: string }
  | { readonly kind: "device"; readonly text: string; readonly file: string };

/** Whether a word names a module that is to be loaded. */
export const isModule = (word: string): boolean => /\.[cm]?[jt]s$/i.test(word);

/**
 * The proxies that words name, separated by commas: names, sums of names such as `shape+nonEmbeddingParameters`, `all` quality proxies that read shapes, `data-driven` ones, modules, predictors, and files of scores, each column of
 * which is one. Each once, in the order of the words.
 *
 * @throws {UsageError} for an unknown name; {InputError} for a file that is not what it should be
 * @example
 * await proxyReferences("zerolm,nsc,./mine.mjs", host);
 */
export async function proxyReferences(words: string, host: TaskHost): Promise<ProxyReference[]> {
  const references: ProxyReference[] = [];
  for (const word of new Set(words.split(",").map((one) => one.trim())))
    references.push(...(await referencesOf(word, host)));
  return differentlyNamed(references);
}

async function referencesOf(word: string, host: TaskHost): Promise<ProxyReference[]> {
  if (Object.hasOwn(groups, word))
    return groups[word]!.map(({ name }) => ({ kind: "built-in", name: name as ProxyName }));
  if (!isPath(word) && word.includes("+")) return [{ kind: "sum", expression: proxyOf(word).name }];
  if (!isPath(word)) return [{ kind: "built-in", name: proxyNamed(word).name as ProxyName }];
  if (isModule(word)) return [{ kind: "module", path: word }];
  const files = filesOf(host);
  const text = await files.text(word, isTable(word) ? {} : { maxBytes: maxPredictorBytes });
  const file = files.nameOf(word);
  if (isDeviceTableText(text)) return [{ kind: "device", text, file }];
  if (!isTable(word) || isPredictorText(text)) return [{ kind: "predictor", text, file }];
  const scores = readOwnScores(text, file);
  return Object.keys(scores.columns).map((column) => ({ kind: "scores", scores, column, name: column }));
}

const isTable = (file: string): boolean => /\.(csv|tsv|jsonl|ndjson)$/i.test(file);

/** Names of groups of built-in proxies: every quality proxy of shapes, and every one that runs networks. */
const groups: Readonly<Record<string, readonly Proxy[]>> = {
  all: Object.values<Proxy>(shapeProxies).filter(({ objectiveOnly }) => !objectiveOnly),
  "data-driven": Object.values<Proxy>(dataDrivenProxies),
};

/** A column that is called like another proxy has its file beside it; what is still there twice is there once. */
function differentlyNamed(references: readonly ProxyReference[]): ProxyReference[] {
  const columns = references.flatMap((one) => (one.kind === "scores" ? [one.column] : []));
  const isShared = (column: string): boolean =>
    Object.hasOwn(proxies, column) || columns.filter((one) => one === column).length > 1;
  const named = references.map((one) =>
    one.kind === "scores" && isShared(one.column)
      ? { ...one, name: `${one.column} (${baseName(one.scores.file)})` }
      : one,
  );
  const texts = named.map((one) =>
    JSON.stringify(one.kind === "scores" ? { ...one, scores: one.scores.file } : one),
  );
  return named.filter((_, index) => texts.indexOf(texts[index] as string) === index);
}
