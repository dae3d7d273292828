import {
  mergedRequests,
  type ProbeReading,
  type ProbeReadings,
  type ProbeRequest,
  readingsFor,
} from "@zerolm/core";
import { z } from "zod";
import type { Results } from "../host.js";
import type { ClosingProbe } from "./probe.js";

/** Goes up when networks, weights or statistics are computed in another way, so that what was kept before is not read. */
const edition = 2;

/** The statistics of one network that are kept, by their `statisticKey`. */
const keptSchema = z.record(
  z.string(),
  z.array(z.strictObject({ name: z.string(), values: z.array(z.number()) })),
);

/**
 * A probe that keeps what networks gave, from one run of the program to the next, by architecture, request and runtime. Of a network that is known
 * in part only the other statistics are computed. What cannot be read counts as not there.
 *
 * @param runtime whatever decides the last bits of a result, such as `onnxruntime-node 1.30.0`
 */
export function cachedProbe(probe: ClosingProbe, results: Results, runtime: string): ClosingProbe {
  return {
    ...probe,
    async run(architecture, request, host) {
      const [merged = request] = mergedRequests([request]);
      const key = await keyOf({
        edition,
        runtime,
        ...settingOf(merged),
        architecture: { ...architecture, name: "" },
      });
      const kept = keptIn(await results.read(key));
      const missing = without(merged, kept);
      if (Object.keys(missing.statistics).length === 0) return readingsFor(request, kept);
      const whole = { ...kept, ...(await probe.run(architecture, missing, host)) };
      await results.write(key, textOf(whole));
      return readingsFor(request, whole);
    },
  };
}

const settingOf = ({ statistics: _, ...setting }: ProbeRequest): object => setting;

const without = (request: ProbeRequest, known: ProbeReadings): ProbeRequest => ({
  ...request,
  statistics: Object.fromEntries(
    Object.entries(request.statistics).filter(([key]) => !Object.hasOwn(known, key)),
  ),
});

/** SHA-256 in hexadecimal. */
async function keyOf(document: object): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keptIn(text: string | undefined): ProbeReadings {
  if (text === undefined) return {};
  const parsed = keptSchema.safeParse(parsedJson(text));
  if (!parsed.success) return {};
  const entries = Object.entries(parsed.data).map(([key, readings]) => [
    key,
    readings.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
  ]);
  return Object.fromEntries(entries) as ProbeReadings;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What JSON cannot say, such as NaN, and what is long, is computed again. */
function textOf(readings: ProbeReadings): string {
  const kept = Object.entries(readings).filter(([, list]) => list.every(isKept));
  return JSON.stringify(
    Object.fromEntries(
      kept.map(([key, list]) => [key, list.map(({ name, values }) => ({ name, values: [...values] }))]),
    ),
  );
}

/** Numbers of one tensor that are worth keeping: the whole of a tensor is not. */
const maximumNumbers = 4096;

const isKept = ({ values }: ProbeReading): boolean =>
  values.length <= maximumNumbers && values.every(Number.isFinite);
