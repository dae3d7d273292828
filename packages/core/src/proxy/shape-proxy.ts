import type { z } from "zod";
import { parseOptions } from "./options.js";
import type { Proxy, Resources, ShapeProxy, ShapeScorer } from "./proxy.js";

/** What a proxy of shapes is made of: what it says of itself, its options, and the scorer that they give. */
export type ShapeDefinition<Options extends z.ZodObject, Made extends ShapeScorer> = Omit<
  ShapeProxy<Options, Made>,
  "needs" | "prepare" | "scorer"
> & {
  /** Called with options that were checked and have their defaults. */
  readonly scorer: (options: z.output<Options>, resources: Resources) => Made;
};

/**
 * A proxy that reads shapes alone, or weights that are at hand: all that other proxies say is made of one function from options to a
 * scorer.
 *
 * @example
 * export const layers = shapeProxy({
 *   name: "layers",
 *   summary: "number of layers",
 *   source: "baseline",
 *   options: z.strictObject({}),
 *   scorer: () => shapeScorer((architecture) => ({ value: architecture.layers.length })),
 * });
 * layers.scorer().score(architecture).value;
 */
export function shapeProxy<Options extends z.ZodObject, Made extends ShapeScorer>(
  definition: ShapeDefinition<Options, Made>,
): ShapeProxy<Options, Made> {
  const { scorer } = definition;
  return {
    ...definition,
    needs: "shapes",
    prepare: async (options, resources) => scorer(options, resources),
    scorer: (values = {} as z.input<Options>, resources = {}) =>
      scorer(parseOptions(definition, values), resources),
  };
}

/** Whether a proxy scores without waiting. */
export const isShapeProxy = (proxy: Proxy): proxy is ShapeProxy => "scorer" in proxy;
