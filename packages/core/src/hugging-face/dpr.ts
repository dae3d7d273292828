import { maximumHidden, sizeOrNone } from "../architecture/size.js";
import { bertFrame, bertKeysOf, bertSchema } from "./bert.js";
import type { Family } from "./family.js";
import { bertKeys, standardLayers } from "./standard-layers.js";

/** An encoder, and a projection of its first token if `projection_dim` is not 0. */
const projected: NonNullable<Family["headOf"]> = (head, { projection_dim: width }) =>
  typeof width === "number" && width > 0 ? { ...head, outputs: width, oneToken: true } : head;

/** The encoders of DPR (Karpukhin et al. 2020), BERT without a pooler. Source: transformers 5.18, `models/dpr/modeling_dpr.py`. */
export const dpr: Family = {
  summary: "the same as `bert` without a pooler: the encoders of questions and passages; `projection_dim`",
  heads: { DPRQuestionEncoder: () => ({}), DPRContextEncoder: () => ({}) },
  headOf: projected,
  defaultClass: "DPRContextEncoder",
  bareClass: "DPRQuestionEncoder",
  tiedByDefault: true,
  ...standardLayers({
    keys: bertKeys,
    schema: bertSchema.extend({
      projection_dim: sizeOrNone(maximumHidden, "Width of the output.").nullish(),
    }),
    frame: (config) => bertFrame(config, config.hidden_size as number),
    keysOf: (architecture) => ({
      ...bertKeysOf(architecture),
      projection_dim: architecture.head.outputs,
    }),
  }),
  pruning: { refused: "its checkpoints are not read" },
};
