import { z } from "zod";
import { seedField } from "../seed-field.js";
import { task } from "../task.js";

const figure = (what: string) =>
  z
    .object({
      value: z.number(),
      interval: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe("95 % bootstrap interval over windows. Missing for a single window."),
    })
    .describe(what);

/** How well a checkpoint guesses a text. */
export const inspectedText = z.object({
  name: z.string(),
  family: z.string(),
  depth: z.int().describe("Number of layers."),
  text: z.object({
    file: z.string(),
    bytes: z.int().describe("Bytes of the text in UTF-8."),
    tokens: z.int().describe("Its tokens, without those that mark its ends."),
    leftOut: z.int().describe("Tokens at its end that are less than a window."),
  }),
  tokenizer: z.string().describe("The file that it was read from, or bytes."),
  objective: z
    .enum(["next token", "masked tokens"])
    .describe(
      "What is predicted: for a decoder each token from those before it, for an encoder 15 % of the tokens.",
    ),
  context: z.int().describe("Tokens in a window, those that mark its ends included."),
  windows: z.int().describe("Windows that were seen."),
  windowsOfText: z.int().describe("Windows that the text has."),
  guessed: z.int().describe("Tokens that were predicted."),
  draws: z.int().describe("Number of random maskings of each window, 1 for a decoder."),
  seed: z.int(),
  natsPerToken: figure("Mean cross-entropy in nats."),
  bitsPerToken: figure("The same in bits."),
  natsPerByte: figure("The same over the bytes that a token of the text has on average.").optional(),
  bitsPerByte: figure("The same in bits.").optional(),
  perplexity: figure("e to the power of the nats per token."),
  memory: z.object({
    weightBytes: z.number().describe("Bytes of all matrices in 32 bits, in which they are held."),
    otherBytes: z.number().describe("An estimate of what else is in memory at once."),
  }),
  runtime: z.string().describe("What ran the network."),
  interrupted: z
    .boolean()
    .optional()
    .describe("Whether it was stopped: figures are of the windows seen before."),
});

export const inspectTextRequest = z.strictObject({
  checkpoint: z
    .string()
    .describe("A folder with config.json and safetensors, or one .safetensors file in it."),
  lora: z.string().optional().describe("The folder of a LoRA adapter, as PEFT saves it, to be merged first."),
  text: z.string().describe("A text in UTF-8, or - for standard input."),
  context: z
    .int()
    .min(1)
    .max(2 ** 20)
    .optional()
    .describe("Tokens in a window. Default: 1,024, or the maximum of the model."),
  windows: z
    .int()
    .min(1)
    .max(2 ** 31)
    .optional()
    .describe("Number of first windows of the text to use. Default: all."),
  draws: z
    .int()
    .min(1)
    .max(1024)
    .default(4)
    .describe("Number of random maskings of each window, for encoders."),
  seed: seedField,
});

export type InspectTextRequest = z.output<typeof inspectTextRequest>;
export type InspectedText = z.output<typeof inspectedText>;

/** How well a trained checkpoint guesses a text. */
export const inspectText = task({
  name: "inspect text",
  request: inspectTextRequest,
  outcome: inspectedText,
  // The libraries of checkpoints and networks are loaded when they are used.
  run: async (request, host) => (await import("./measure-text.js")).measureText(request, host),
});
