import { defaultPrior, isShapeProxy, proxyNamed, type ShapeProxy, UsageError } from "@zerolm/core";

/**
 * The proxy that learning starts from.
 *
 * @param name default: shape
 * @throws {UsageError} if it is none, or one that has to wait for its scores
 */
export function priorOf(name: string | undefined): ShapeProxy {
  const proxy = name === undefined ? defaultPrior : proxyNamed(name);
  if (isShapeProxy(proxy)) return proxy;
  throw new UsageError(
    `${proxy.name} computes its scores asynchronously, but learning needs a proxy of shapes. Use one such as shape.`,
  );
}
