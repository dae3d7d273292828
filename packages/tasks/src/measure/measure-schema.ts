import { z } from "zod";
import { seedField } from "../seed-field.js";

/** What is timed, and how: fields that all requests to measure have. */
export const timingFields = {
  tokens: z
    .int()
    .min(1)
    .max(2 ** 17)
    .default(128)
    .describe("Tokens of the text that is read. Images have those of their patches."),
  cache: z
    .int()
    .min(0)
    .max(2 ** 17)
    .default(256)
    .describe("Tokens in the cache while one more is computed."),
  batch: z
    .int()
    .min(1)
    .max(2 ** 10)
    .default(1)
    .describe("Sequences at a time."),
  threads: z.int().min(1).max(256).default(1).describe("Threads of a run."),
  rounds: z
    .int()
    .min(5)
    .max(10_000)
    .default(24)
    .describe("How often each pass is timed, after two runs to warm up."),
  runtime: z
    .enum(["native", "wasm"])
    .optional()
    .describe(
      "What runs the networks. Default: onnxruntime-node, or onnxruntime-web if only that is installed.",
    ),
  seed: seedField,
} as const;

const interval = z
  .tuple([z.number(), z.number()])
  .readonly()
  .optional()
  .describe("95 % bootstrap interval over rounds.");

/** Seconds of a pass. */
export const figuresSchema = z.object({
  median: z.number(),
  p20: z
    .number()
    .describe("The time that a fifth of the runs do not exceed: less of what else the machine does."),
  medianInterval: interval,
  p20Interval: interval,
});

export const latencySchema = z.object({
  prefill: figuresSchema.describe("Seconds of a pass over the text, scores of its last token included."),
  decode: figuresSchema.optional().describe("Seconds of one more token. Missing for what keeps no cache."),
});

/** How it was measured: fields that all outcomes have. */
export const protocolFields = {
  machine: z
    .object({
      ...{ processor: z.string(), cores: z.int(), system: z.string(), program: z.string() },
      hugePages: z
        .boolean()
        .optional()
        .describe(
          "Whether weights lie in huge pages. If not, a token takes longer where memory is scattered. Missing if it is not known.",
        ),
    })
    .optional()
    .describe("Missing if it is not known."),
  runtime: z.string().describe("What ran the networks, and its version."),
  zerolm: z.string().describe("The version of zerolm."),
  threads: z.int(),
  tokens: z.int(),
  cache: z.int(),
  batch: z.int(),
  rounds: z.int().describe("Timed runs of each pass."),
  anchor: latencySchema.describe("Seconds of a small network that never changes, timed in every round."),
  drift: z.number().describe("How far its median moved from the first to the second half of the rounds."),
  isSteady: z
    .boolean()
    .describe(
      "Whether that is at most 5 %. If not, figures of several runs differ by more than their intervals.",
    ),
  attempts: z
    .int()
    .describe("How often everything was timed: again if the anchor moved, three times at most."),
  seed: z.int(),
} as const;
