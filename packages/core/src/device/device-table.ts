import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { readDocument } from "../document/document.js";
import { InputError, UsageError } from "../errors.js";
import type { Additive } from "../proxy/proxy.js";
import type { AdditiveQuantity } from "../search/search.js";
import { predictedSeconds } from "./fitted-costs.js";
import { framePart, layerParts, networkParts, type PartWork, type TimedPass } from "./layer-work.js";

const passSchema = z.object({
  mode: z.enum(["prefill", "decode"]),
  tokens: z.int().min(0).describe("Tokens of the text, or of the cache."),
  batch: z.int().min(1),
  costs: z
    .record(z.string(), z.number().min(0))
    .describe("Seconds of one unit of each kind of work. Amounts are counted from sizes."),
  corrections: z
    .record(z.string(), z.number())
    .describe(
      "How much longer parts of some sizes take than their work costs, as a share. Corrections of a part add up.",
    ),
  measured: z.int().describe("Networks from which the costs were learnt."),
  check: z
    .object({
      networks: z.int().describe("Other networks, on which the table was tried."),
      tau: z.number().nullable().describe("Kendall's τ-b of predicted and measured latency."),
      medianError: z.number().describe("Median of |predicted / measured − 1|."),
      largestError: z.number(),
      margin: z
        .number()
        .min(0)
        .describe("Nine of ten networks take at most 1 + margin times the prediction (split conformal)."),
    })
    .describe("How well the table predicts networks that it has not seen."),
});

/** What passes over networks of a space take on a device. */
export const deviceTableSchema = z.object({
  format: z.literal("zerolm-device"),
  version: z.literal(1),
  device: z.string().describe("The machine, the runtime and the number of threads."),
  space: z.string(),
  passes: z.array(passSchema).min(1),
});

export type DeviceTable = z.output<typeof deviceTableSchema>;
export type DevicePass = DeviceTable["passes"][number];

/**
 * Whether a text is meant to be a device table.
 *
 * @example
 * isDeviceTableText('{ "format": "zerolm-device" }'); // true
 */
export const isDeviceTableText = (text: string): boolean => /^\s*\{\s*"format":\s*"zerolm-device"/.test(text);

/**
 * Reads a device table.
 *
 * @throws {InputError} that names what is wrong
 */
export function readDeviceTable(text: string, file: string): DeviceTable {
  const { value } = readDocument(text, file);
  const read = deviceTableSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new InputError(
    `is not a device table (${issue?.message ?? "it has another form"}). Make one with zerolm measure SPACE --device-table FILE.`,
    { file, ...(issue && issue.path.length > 0 ? { key: issue.path.join(".") } : {}) },
  );
}

/**
 * The pass of a table that is meant: the one that is named, else that of a token if there is one.
 *
 * @throws {UsageError} if it has no such pass
 */
export function passOf({ passes, device }: DeviceTable, mode?: TimedPass["mode"]): DevicePass {
  const named = passes.find((pass) => pass.mode === (mode ?? "decode")) ?? (mode ? undefined : passes[0]);
  if (named) return named;
  throw new UsageError(
    `the table of ${device} has no ${mode} pass, but ${passes.map((pass) => pass.mode).join(" and ")}`,
  );
}

/** Predicted seconds of a network, without the margin. */
export const deviceSeconds = (pass: DeviceModel, architecture: Architecture): number =>
  networkParts(architecture, pass).reduce((sum, part) => sum + partSeconds(pass, part), 0);

/** What predictions are made from. */
type DeviceModel = Omit<DevicePass, "measured" | "check">;

function partSeconds({ costs, corrections }: DeviceModel, { work, sizes }: PartWork): number {
  const correction = sizes.reduce((sum, size) => sum + (corrections[size] ?? 0), 0);
  return Math.max(0, 1 + correction) * predictedSeconds(costs, work);
}

/** What messages call a latency that is limited. */
export const latencyName = "microseconds of latency";

/**
 * The latency that nine of ten networks keep, in whole microseconds: the prediction and its margin, as a sum over layers. Every search method takes it as a
 * budget.
 *
 * @example
 * const budget = { quantity: deviceLatency(passOf(table)), maximum: 20_000 };
 */
export function deviceLatency(pass: DevicePass): AdditiveQuantity {
  const term = (parts: readonly PartWork[]) => {
    const seconds = parts.reduce((sum, part) => sum + partSeconds(pass, part), 0);
    return wholeTerm(Math.round(1e6 * (1 + pass.check.margin) * seconds));
  };
  const additive: Additive = {
    layersIgnoreVocabulary: true,
    layer: (layer, frame) => term(layerParts(layer, frame, pass)),
    rest: (frame) => term([framePart(frame, pass)]),
    scale: () => 1,
  };
  return { name: latencyName, additive };
}
