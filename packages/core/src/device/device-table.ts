import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { wholeTerm } from "../capacity/exact-sum.js";
import { readDocument } from "../document/document.js";
import { InputError, UsageError } from "../errors.js";
import type { Additive } from "../proxy/proxy.js";
import type { AdditiveQuantity } from "../search/search.js";
import { predictedSeconds } from "./fitted-costs.js";
import { addedWork, frameWork, layerWork, type TimedPass, type Work } from "./layer-work.js";

const passSchema = z.object({
  mode: z.enum(["prefill", "decode"]),
  tokens: z.int().min(0).describe("Tokens of the text, or of the cache."),
  batch: z.int().min(1),
  costs: z
    .record(z.string(), z.number().min(0))
    .describe("Seconds of one unit of each kind of work. Amounts are counted from sizes."),
  measured: z.int().describe("Networks from which the costs were learnt."),
  check: z
    .object({
      networks: z.int().describe("Other networks, on which the table was tried."),
      tau: z.number().nullable().describe("Kendall's τ-b of predicted and measured latency."),
      medianError: z.number().describe("Median of |predicted / measured − 1|."),
      largestError: z.number(),
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

/** The work of a whole network. */
export const networkWork = (architecture: Architecture, pass: TimedPass): Work =>
  addedWork([
    frameWork(architecture, pass),
    ...architecture.layers.map((layer) => layerWork(layer, architecture, pass)),
  ]);

/** Predicted seconds of a network. */
export const deviceSeconds = (pass: DevicePass, architecture: Architecture): number =>
  predictedSeconds(pass.costs, networkWork(architecture, pass));

/** What messages call a latency that is limited. */
export const latencyName = "microseconds of latency";

/**
 * The predicted latency in whole microseconds, as a sum over layers: every search method takes it as a budget.
 *
 * @example
 * const budget = { quantity: deviceLatency(passOf(table)), maximum: 20_000 };
 */
export function deviceLatency(pass: DevicePass): AdditiveQuantity {
  const term = (work: Work) => wholeTerm(Math.round(1e6 * predictedSeconds(pass.costs, work)));
  const additive: Additive = {
    layersIgnoreVocabulary: true,
    layer: (layer, frame) => term(layerWork(layer, frame, pass)),
    rest: (frame) => term(frameWork(frame, pass)),
    scale: () => 1,
  };
  return { name: latencyName, additive };
}
