import {
  type OptionValues,
  ownProxy,
  ownScoresProxy,
  type Predictor,
  type Proxy,
  parseOptions,
  proxies,
  proxyOf,
  readPredictor,
  shapeProxy,
  UsageError,
  z,
} from "@zerolm/core";
import { fieldName, moduleOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { type ProxyReference, proxyReferences } from "./reference.js";

/** A proxy, and what it was made of. */
export interface LoadedProxy {
  readonly reference: ProxyReference;
  readonly proxy: Proxy;
  /** Missing unless the proxy is a predictor, which also says how sure it is. */
  readonly predictor?: Predictor;
}

/**
 * The proxy of a reference.
 *
 * @throws {InputError} for a file that is not what it should be; {UsageError} for a module if the host loads none
 */
export async function loadReference(reference: ProxyReference, host: TaskHost): Promise<LoadedProxy> {
  switch (reference.kind) {
    case "built-in":
      return { reference, proxy: proxies[reference.name] };
    case "sum":
      return { reference, proxy: proxyOf(reference.expression) };
    case "module":
      return { reference, proxy: ownProxy(await moduleOf(host, reference.path), reference.path) };
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
  const { quality, labels, prior } = predictor;
  const proxy = shapeProxy({
    name: file,
    summary: `${quality}, predicted from ${labels.length} trained networks and ${prior.name}`,
    source: "docs/predictor.md",
    options: z.strictObject({}),
    scorer: () => predictor.scorer,
  });
  return { reference, proxy, predictor };
}

/**
 * The proxies that words name, as {@link proxyReferences} reads them.
 *
 * @throws {UsageError} if two have one name, since outputs could not tell them apart
 */
export async function loadProxies(words: string, host: TaskHost): Promise<LoadedProxy[]> {
  const loaded: LoadedProxy[] = [];
  for (const reference of await proxyReferences(words, host))
    loaded.push(await loadReference(reference, host));
  const names = loaded.map(({ proxy }) => proxy.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return loaded;
  throw new UsageError(
    `two of these proxies are called ${JSON.stringify(twice)}. Rename one, or leave one out.`,
  );
}

/**
 * The one proxy that a word names, for a task that ranks by one.
 *
 * @throws {UsageError} if there are several
 */
export async function loadProxy(words: string, host: TaskHost): Promise<LoadedProxy> {
  const [first, ...others] = await loadProxies(words, host);
  if (first && others.length === 0) return first;
  const columns = [first, ...others].flatMap((one) => (one ? [one.proxy.name] : []));
  throw new UsageError(
    `${fieldName(host, "proxy")} takes one proxy here, but ${words} names ${columns.length}: ${columns.join(", ")}`,
  );
}

/**
 * Of the options that a request gives, those of a proxy, checked and with their defaults.
 *
 * @throws {UsageError} that names those which it cannot use
 */
export function optionsOf(
  { proxy }: Pick<LoadedProxy, "proxy">,
  options: OptionValues,
  host: TaskHost,
): OptionValues {
  const known = Object.keys(proxy.options.shape);
  const given = Object.entries(options).filter(([key, value]) => known.includes(key) && value !== undefined);
  return parseOptions(proxy, Object.fromEntries(given), (key) => fieldName(host, key));
}
