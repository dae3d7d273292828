import { z } from "zod";
import type { Problem } from "../document/check.js";
import { maximumRank, size } from "./size.js";
import type { WeightShape } from "./sub-module.js";

/** The projections of a layer that an adapter may act on. */
const adaptable = [
  "query",
  "key",
  "value",
  "multiplicative",
  "relative",
  "output",
  "up",
  "gate",
  "between",
  "down",
] as const;

/** An adapter as a document gives it. */
export const adapterSchema = z.strictObject({
  rank: size(maximumRank, "Rank: rows of A and columns of B."),
  on: z
    .array(z.enum(adaptable))
    .min(1)
    .max(adaptable.length)
    .describe("The projections of the layer, by role, that it acts on."),
});

/**
 * Low-rank adapters beside some projections of a layer (LoRA, Hu et al. 2021), unmerged: a projection W, out × in, becomes W + BA with
 * A of rank × in and B of out × rank. In the decoder of an encoder-decoder it acts on the projections of both attentions.
 */
export type Adapter = z.output<typeof adapterSchema>;

/**
 * What a layer with these shapes cannot have: a projection that it has not, or one adapted twice. The path is that within the adapters.
 *
 * @param shapes the matrices of mixer, cross attention and FFN, rows × cols as out × in
 * @example
 * adapterProblem([{ rank: 8, on: ["gate"] }], shapes)?.path; // [0, "on"], where the FFN has no gate
 */
export function adapterProblem(
  adapters: readonly Adapter[],
  shapes: readonly WeightShape[],
): Problem | undefined {
  const there = new Set(shapes.map(({ role }) => role));
  const taken = new Set<string>();
  for (const [index, { on }] of adapters.entries())
    for (const role of on) {
      const path = [index, "on"];
      if (!there.has(role)) {
        const known = adaptable.filter((one) => there.has(one)).join(", ");
        return { path, message: `names ${role}, which this layer does not have. It has ${known}.` };
      }
      if (taken.has(role))
        return { path, message: `names ${role} a second time. Only one adapter can act on a projection.` };
      taken.add(role);
    }
  return undefined;
}

/**
 * The matrices of the adapters on some matrices, in their order: of each A, rank × in, and B, out × rank.
 *
 * @example
 * adapterShapes([{ role: "query", rows: 64, cols: 32 }], [{ rank: 8, on: ["query"] }]); // 8 × 32 and 64 × 8
 */
export function adapterShapes(
  shapes: readonly WeightShape[],
  adapters: readonly Adapter[] = [],
): WeightShape[] {
  return shapes.flatMap((shape): WeightShape[] => {
    const { role, rows, cols, copies, active } = shape;
    const adapter = adapters.find(({ on }) => (on as readonly string[]).includes(role));
    if (!adapter) return [];
    const many = { ...(copies === undefined ? {} : { copies }), ...(active === undefined ? {} : { active }) };
    return [
      { role: "adapterA", rows: adapter.rank, cols, of: role, ...many },
      { role: "adapterB", rows, cols: adapter.rank, of: role, ...many },
    ];
  });
}

/**
 * Variance of one entry of an adapter's matrix before training, as PEFT draws it, whatever the initialiser of the architecture: A
 * uniform with variance 1/(3·in) (Kaiming with a = √5), B zero.
 *
 * @example
 * adapterVariance({ role: "adapterA", cols: 32 }); // 1/96
 */
export const adapterVariance = ({ role, cols }: Pick<WeightShape, "role" | "cols">): number =>
  role === "adapterA" ? 1 / (3 * cols) : 0;
