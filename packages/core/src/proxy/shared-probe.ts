import type { Architecture } from "../architecture/architecture.js";
import type { Host } from "../host.js";
import type { Probe, ProbedTensor, ProbeReadings, ProbeRequest, ProbeStatistic } from "./probe.js";

/*
 * Several proxies ask different things of the same networks. Requests that agree in all but their statistics are merged, so that each network runs
 * once for all of them; the readings wait for whoever asks next. Readings do not depend on what else was asked.
 */

/** Tensors that are there without a loss, and those that are there without running the network. */
const withoutLoss: ReadonlySet<ProbedTensor> = new Set([
  "weight",
  "output",
  "attention",
  "layer",
  "transfer",
]);
const withoutRun: ReadonlySet<ProbedTensor> = new Set(["weight"]);

/** The tensors that a request takes. */
const tensorsIn = ({ statistics }: ProbeRequest): ProbedTensor[] =>
  Object.values(statistics).flatMap(({ of, times }) => (times ? [of, times] : [of]));

/**
 * A word for a statistic, the same for equal ones.
 *
 * @example
 * statisticKey({ of: "weight", times: "gradient", reduce: "absoluteSum" }); // "absoluteSum weight gradient"
 */
export const statisticKey = ({ of, times, reduce, within }: ProbeStatistic): string =>
  [reduce, of, ...(times ? [times] : []), ...(within ? [`in ${within}`] : [])].join(" ");

/** The request with its statistics called by their {@link statisticKey}, each once. */
const keyed = (request: ProbeRequest): ProbeRequest => ({
  ...request,
  statistics: Object.fromEntries(Object.values(request.statistics).map((one) => [statisticKey(one), one])),
});

/**
 * What must be equal for two requests to share a run: everything but statistics, and of that what its own statistics depend on. `undefined`
 * stands for what they do not.
 */
function settingOf(request: ProbeRequest): Readonly<Record<string, unknown>> {
  const { statistics: _, ...setting } = request;
  const tensors = tensorsIn(request);
  const ignored = [
    ...(tensors.every((tensor) => withoutLoss.has(tensor)) ? ["loss"] : []),
    ...(tensors.every((tensor) => withoutRun.has(tensor)) ? ["batch"] : []),
  ];
  const entries = Object.entries({ linearised: false, seed: 0, ...defined(setting) });
  return Object.fromEntries(entries.filter(([key]) => !ignored.includes(key)));
}

const defined = (record: object): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** Whether whoever runs `one` can find out what `other` asks as well. */
function serves(one: ProbeRequest, other: ProbeRequest): boolean {
  const [own, asked] = [settingOf(one), settingOf(other)];
  const keys = new Set([...Object.keys(own), ...Object.keys(asked)]);
  return [...keys].every((key) =>
    key in asked ? JSON.stringify(own[key]) === JSON.stringify(asked[key]) : ignorable.has(key),
  );
}

const ignorable: ReadonlySet<string> = new Set(["loss", "batch"]);

/**
 * As few requests as can answer all of some, their statistics by {@link statisticKey}.
 *
 * @example
 * mergedRequests([snip, gradNorm, synflow]).length; // 2: synflow changes the network
 */
export function mergedRequests(requests: readonly ProbeRequest[]): ProbeRequest[] {
  const merged: ProbeRequest[] = [];
  // Those that depend on most come first, so that the others find somebody to join.
  const sorted = requests.map(keyed).toSorted((one, other) => weightOf(other) - weightOf(one));
  for (const request of sorted) {
    const place = merged.findIndex((one) => serves(one, request));
    const found = merged[place];
    if (!found) merged.push(request);
    else merged[place] = { ...found, statistics: { ...found.statistics, ...request.statistics } };
  }
  return merged;
}

const weightOf = (request: ProbeRequest): number => Object.keys(settingOf(request)).length;

/**
 * A probe that runs each network once for all of some requests, and remembers what it found. Another request has a run of its own.
 *
 * A run for all that fails is done again for the request alone: an image has no tokens to guess, and still has activations.
 */
export function sharedProbe(probe: Probe, requests: readonly ProbeRequest[]): Probe {
  const merged = mergedRequests(requests);
  const found = new Map<string, Promise<ProbeReadings>>();
  const runOnce = (
    architecture: Architecture,
    request: ProbeRequest,
    host: Host | undefined,
  ): Promise<ProbeReadings> => {
    const { name: _, ...nameless } = architecture;
    const key = `${merged.indexOf(request)} ${JSON.stringify(nameless)}`;
    const known = found.get(key) ?? probe.run(architecture, request, host);
    found.set(key, known);
    return known;
  };
  return {
    atOnce: probe.atOnce,
    async run(architecture, request, host) {
      const shared = merged.find((one) => serves(one, request) && includes(one, request));
      if (!shared) return await probe.run(architecture, request, host);
      try {
        return readingsFor(request, await runOnce(architecture, shared, host));
      } catch (error) {
        if (Object.keys(shared.statistics).length === Object.keys(request.statistics).length) throw error;
        return await probe.run(architecture, request, host);
      }
    },
  };
}

const includes = (whole: ProbeRequest, { statistics }: ProbeRequest): boolean =>
  Object.values(statistics).every((one) => Object.hasOwn(whole.statistics, statisticKey(one)));

/** Readings under the names of a request, of those by {@link statisticKey}. */
export const readingsFor = ({ statistics }: ProbeRequest, byKey: ProbeReadings): ProbeReadings =>
  Object.fromEntries(Object.entries(statistics).map(([name, one]) => [name, byKey[statisticKey(one)] ?? []]));
