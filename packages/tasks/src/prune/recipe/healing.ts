import { type Architecture, cost } from "@zerolm/core";
import type { healMethods } from "../../words.js";

/** How a pruned model is trained on. */
export type HealMethod = (typeof healMethods)[number];

/** What a way of healing takes, and where the figures come from. */
interface Healing {
  readonly command: string;
  readonly learningRate: number;
  /** For so many parameters that are left. */
  readonly tokens: (parameters: number) => number;
  /** Forward passes that the FLOPs of training a token are worth: of the pruned model, and of the original. */
  readonly passes: { readonly pruned: number; readonly original: number };
  readonly why: string;
}

const longTraining = {
  learningRate: 1e-4,
  tokens: (parameters: number) => 20 * parameters,
  why: "Learning rate and 20 tokens a parameter are about those of Llama-3.1-Minitron-4B, 94 billion tokens (Sreenivas et al. 2024, arXiv 2408.11796).",
};

/** Every way to heal: a pass back is worth two forward, and one that leaves weights alone one. */
export const healings: Readonly<Record<HealMethod, Healing>> = {
  full: { ...longTraining, command: "trl sft", passes: { pruned: 3, original: 0 } },
  lora: {
    command: "trl sft",
    learningRate: 1e-4,
    tokens: () => 25_600_000,
    passes: { pruned: 2, original: 0 },
    why: "Learning rate, rank and tokens are those of LLM-Pruner: 50,000 texts of 256 tokens, twice (Ma et al. 2023, arXiv 2305.11627).",
  },
  distil: { ...longTraining, command: "trl distillation", passes: { pruned: 4, original: 1 } },
};

/** Arithmetic that one GPU does in a second, and the share of it that training reaches. */
export const gpu = { name: "H100, bfloat16", flopsPerSecond: 989e12, utilisation: 0.4 } as const;

/** What healing is expected to cost. */
export interface HealingCost {
  readonly tokens: number;
  readonly flops: number;
  readonly gpuHours: number;
}

/**
 * Tokens, FLOPs and hours of one GPU.
 *
 * @param tokens default: those of the method
 * @param sequence tokens that are seen at once
 * @example
 * healingCost("full", { pruned, original }, { sequence: 2048 }).gpuHours;
 */
export function healingCost(
  method: HealMethod,
  { pruned, original }: { readonly pruned: Architecture; readonly original: Architecture },
  { sequence, tokens: asked }: { readonly sequence: number; readonly tokens?: number | undefined },
): HealingCost {
  const { passes, tokens: usual } = healings[method];
  const { flops, parameters } = cost(pruned, { sequence });
  const tokens = asked ?? usual(parameters.total);
  const ofOriginal = cost(original, { sequence }).flops.perToken;
  const total = tokens * (passes.pruned * flops.perToken + passes.original * ofOriginal);
  return { tokens, flops: total, gpuHours: total / (gpu.flopsPerSecond * gpu.utilisation) / 3600 };
}
