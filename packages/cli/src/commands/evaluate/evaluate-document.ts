import { groupsOf } from "@zerolm/core";
import { proxyDocument } from "../../output/proxy.js";
import type { Outcome, Timed } from "./evaluate-judge.js";

/** One benchmark as JSON. */
export function documentOf(outcome: Outcome): object {
  const { benchmark, evaluations, baselines, differences, alphaSource, unjudged, pairs } = outcome;
  const groups = groupsOf(benchmark.entries);
  return {
    benchmark: benchmark.name,
    architectures: benchmark.entries.length,
    ...(groups ? { groups: new Set(groups).size } : {}),
    reading: benchmark.reading,
    quality: benchmark.quality,
    pairs,
    ...(alphaSource === undefined ? {} : { alphaSource }),
    results: evaluations.map(resultOf),
    ...(unjudged.length > 0 ? { unjudged } : {}),
    baselines: baselines.map(({ proxy, report }) => ({ proxy, ...report })),
    differences: differences.map(({ first, second, ...rest }) => ({
      first: nameOf(first),
      second: nameOf(second),
      ...rest,
    })),
    seconds: outcome.seconds,
  };
}

function resultOf({ proxy, alpha, entries, report, seconds, about, missing, unmatched }: Timed): object {
  const part = {
    ...(missing ? { missing } : {}),
    ...(unmatched ? { unmatchedRows: unmatched.rows } : {}),
  };
  if (!about) return { proxy, published: true, architectures: entries.length, ...report, seconds };
  const { alphaSource: _, ...document } = { alphaSource: undefined, ...proxyDocument(about) };
  const judged = missing || unmatched ? { architectures: entries.length } : {};
  return { ...document, ...(alpha === undefined ? {} : { alpha }), ...judged, ...part, ...report, seconds };
}

/** A published score may be called like a proxy; the dagger tells it apart. */
export const nameOf = ({ proxy, kind }: { readonly proxy: string; readonly kind: string }): string =>
  kind === "published" ? `${proxy} †` : proxy;

/** `nas-bench-bert, trained`. */
export const titleOf = ({ name, reading }: Outcome["benchmark"]): string =>
  reading === undefined ? name : `${name}, ${reading}`;
