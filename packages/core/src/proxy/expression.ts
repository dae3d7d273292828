import { proxyNamed } from "./proxies.js";
import type { Proxy } from "./proxy.js";
import { proxySum } from "./sum.js";

/**
 * The proxy that a user asked for: a name, or a sum of names (`a+b`), see {@link proxySum}.
 *
 * @param named the proxy of one name. Default: a built-in one
 * @throws {UsageError} for an unknown name, or one that stands twice
 * @example
 * proxyOf("shape+nonEmbeddingParameters").name; // "shape+nonEmbeddingParameters"
 */
export function proxyOf(expression: string, named: (name: string) => Proxy = proxyNamed): Proxy {
  const parts = expression.split("+").map((name) => named(name.trim()));
  return parts.length === 1 ? (parts[0] as Proxy) : proxySum(parts);
}
