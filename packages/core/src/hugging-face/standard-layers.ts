import { z } from "zod";
import type { Attention } from "../architecture/mixer/attention.js";
import { maximumDepth, maximumHeads, maximumHidden, maximumWidth, size } from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { commonFfnWidth } from "./commonest.js";
import { type Body, bodyUnless, type Family, indivisible, inRuns, type Values } from "./family.js";
import { cutHeads, keptHeads, prunedHeadsProblems, prunedHeadsSchema, wholeHeads } from "./pruned-heads.js";

/** What distinguishes families of equal layers with LayerNorm, heads of width hidden / heads and a plain FFN. */
interface Traits<Schema extends z.ZodObject> {
  /** What the config calls hidden size, layers, heads and FFN width. */
  readonly keys: {
    readonly hidden: string;
    readonly depth: string;
    readonly heads: string;
    readonly ffnWidth: string;
  };
  /** The FFN is this many times as wide as hidden if the config does not say. Default: the config has to say. */
  readonly ffnTimes?: number;
  /** The other keys. */
  readonly schema: Schema;
  /** What they say of everything but the layers. */
  readonly frame: (config: z.output<Schema>, hidden: number) => Omit<Body, "hidden" | "norm" | "layers">;
  /** What contradicts itself in them. Default: nothing. */
  readonly contradictions?: (config: z.output<Schema>) => readonly Problem[];
  /** Which projections of the attention have a bias. Default: all. */
  readonly bias?: (config: z.output<Schema>) => Attention["bias"];
  /** The other keys that come nearest to an architecture. */
  readonly keysOf: Family["write"];
}

/** How such a family is read and written. */
export function standardLayers<Schema extends z.ZodObject>(
  traits: Traits<Schema>,
): Pick<Family, "read" | "write"> {
  const sizes = sizesSchema(traits);
  return {
    read(value) {
      const [given, own] = [checkValue(sizes, value), checkValue(traits.schema, value)];
      if (given.problems || own.problems)
        return { problems: [...(given.problems ?? []), ...(own.problems ?? [])] };
      const { hidden, depth, heads, ffnWidth, pruned } = sizesOf(given.value, traits);
      const problems = [
        ...indivisible(traits.keys.heads, [traits.keys.heads, heads], [traits.keys.hidden, hidden]),
        ...prunedHeadsProblems(pruned, depth, heads),
        ...tooWide(ffnWidth, traits),
        ...(traits.contradictions?.(own.value) ?? []),
      ];
      const bias = traits.bias?.(own.value) ?? "all";
      return bodyUnless(problems, () => ({
        ...traits.frame(own.value, hidden),
        hidden,
        norm: "layer",
        layers: inRuns(keptHeads(pruned, depth, heads), (kept) => ({
          mixer: { kind: "attention", heads: kept, headDim: hidden / heads, bias },
          ffn: { kind: "plain", width: ffnWidth },
        })),
      }));
    },
    write: (architecture) => ({
      ...traits.keysOf(architecture),
      ...writtenSizes(architecture, traits),
    }),
  };
}

type Sized = Pick<Traits<z.ZodObject>, "keys" | "ffnTimes">;

function sizesSchema({ keys, ffnTimes }: Sized) {
  const ffnWidth = size(maximumWidth, "FFN width.");
  return z.looseObject({
    [keys.hidden]: size(maximumHidden, "Hidden size."),
    [keys.depth]: size(maximumDepth, "Layers."),
    [keys.heads]: size(maximumHeads, "Heads."),
    [keys.ffnWidth]: ffnTimes === undefined ? ffnWidth : ffnWidth.nullish(),
    pruned_heads: prunedHeadsSchema,
  });
}

function sizesOf(config: z.output<ReturnType<typeof sizesSchema>>, { keys, ffnTimes = 0 }: Sized) {
  const number = (key: string): number | undefined => {
    const value = config[key];
    return typeof value === "number" ? value : undefined;
  };
  const hidden = number(keys.hidden) as number;
  return {
    hidden,
    depth: number(keys.depth) as number,
    heads: number(keys.heads) as number,
    ffnWidth: number(keys.ffnWidth) ?? ffnTimes * hidden,
    pruned: config.pruned_heads as z.output<typeof prunedHeadsSchema>,
  };
}

/** A width that the config gives was checked; one by default may be beyond what is allowed. */
function tooWide(width: number, { keys, ffnTimes }: Sized): Problem[] {
  if (width <= maximumWidth) return [];
  const message = `is ${ffnTimes} · ${keys.hidden} = ${width} by default, above the maximum of ${maximumWidth}`;
  return [{ path: [keys.ffnWidth], message }];
}

function writtenSizes(architecture: Parameters<Family["write"]>[0], { keys }: Sized): Values {
  const { hidden, layers } = architecture;
  const heads = wholeHeads(architecture);
  return {
    [keys.hidden]: hidden,
    [keys.depth]: layers.length,
    [keys.heads]: heads,
    [keys.ffnWidth]: commonFfnWidth(layers),
    ...cutHeads(architecture, heads),
  };
}

/** The names that BERT gave to its sizes, and most encoders after it. */
export const bertKeys = {
  hidden: "hidden_size",
  depth: "num_hidden_layers",
  heads: "num_attention_heads",
  ffnWidth: "intermediate_size",
};

/** Why families whose heads have the width hidden / heads keep all of them. */
export const headsSetTheirWidth = "its heads are always hidden / heads wide";
