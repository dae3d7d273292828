import { defaultProtected, type PruneProxy, pruneProxies, type UnitOrder } from "@zerolm/checkpoint";
import { defaultAlpha, entryNamed, UsageError } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import type { ChosenAlpha } from "../proxy/alpha.js";
import { foreignText } from "../proxy/idle.js";
import type { PruneRequest } from "./prune-request.js";

/** By what it is decided what stays. */
export interface Choice {
  readonly proxy: PruneProxy;
  readonly alpha: ChosenAlpha | undefined;
  readonly order: UnitOrder;
  readonly protect: number;
  /** Default: that of the planner. */
  readonly evenness: number | undefined;
}

/**
 * What a request asks for, with its defaults, which depend on whether a text is given.
 *
 * @throws {UsageError} for what needs a text without one, and for an alpha that nothing uses
 */
export function choiceOf(request: PruneRequest, host: TaskHost): Choice {
  const hasText = request.text !== undefined;
  const { proxy: name = hasText ? "activations" : "zerolm", order = hasText ? "activation" : "norm" } =
    request;
  const proxy: PruneProxy = entryNamed(pruneProxies, name, "proxy for pruning");
  requireText(request, { proxy, order }, host);
  const { protect = proxy.needsText ? 0 : defaultProtected, evenness } = request;
  return { proxy, alpha: alphaOf(proxy, request.alpha, host), order, protect, evenness };
}

function requireText(
  { text }: PruneRequest,
  { proxy, order }: Pick<Choice, "proxy" | "order">,
  host: TaskHost,
): void {
  if (text !== undefined) return;
  const asked = proxy.needsText
    ? `${fieldName(host, "proxy")} ${proxy.name}`
    : order === "activation"
      ? `${fieldName(host, "order")} activation`
      : undefined;
  if (asked !== undefined) throw new UsageError(`${asked} needs a text. Give ${fieldName(host, "text")}.`);
}

function alphaOf(proxy: PruneProxy, alpha: number | undefined, host: TaskHost): ChosenAlpha | undefined {
  if (!proxy.usesAlpha && alpha !== undefined)
    throw new UsageError(foreignText(fieldName(host, "alpha"), namesWithAlpha(), [proxy.name], host));
  if (!proxy.usesAlpha) return undefined;
  return alpha === undefined ? { value: defaultAlpha, source: "default" } : { value: alpha, source: "given" };
}

const namesWithAlpha = (): string[] =>
  Object.values<PruneProxy>(pruneProxies)
    .filter(({ usesAlpha }) => usesAlpha)
    .map(({ name }) => name);
