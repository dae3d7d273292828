import { proxyDocument } from "../../output/proxy.js";
import type { EvaluateFlags } from "./evaluate.flags.js";
import type { Outcome } from "./evaluate-judge.js";

/** One benchmark as JSON. */
export function documentOf(outcome: Outcome, flags: EvaluateFlags): object {
  const { benchmark, evaluations, baselines, differences, alpha, pairs } = outcome;
  return {
    benchmark: benchmark.name,
    architectures: benchmark.entries.length,
    reading: benchmark.reading,
    quality: benchmark.quality,
    qualityName: benchmark.qualityName,
    leftOut: benchmark.leftOut ?? [],
    notes: benchmark.notes ?? [],
    pairs,
    ...(alpha ? { alphaSource: alpha.source } : {}),
    results: evaluations.map(({ proxy, kind, alpha: value, entries, report, seconds }) =>
      kind === "published"
        ? { proxy, published: true, architectures: entries.length, ...report, seconds }
        : {
            ...proxyDocument(proxy, undefined, flags),
            ...(value === undefined ? {} : { alpha: value }),
            ...report,
            seconds,
          },
    ),
    baselines: baselines.map(({ proxy, report }) => ({ proxy, ...report })),
    differences: differences.map(({ first, second, ...rest }) => ({
      first: nameOf(first),
      second: nameOf(second),
      ...rest,
    })),
    seconds: outcome.seconds,
  };
}

/** A published score may be called like a proxy; the dagger tells it apart. */
export const nameOf = ({ proxy, kind }: { readonly proxy: string; readonly kind: string }): string =>
  kind === "published" ? `${proxy} †` : proxy;

/** `nas-bench-bert, trained`. */
export const titleOf = ({ name, reading }: Outcome["benchmark"]): string =>
  reading === undefined ? name : `${name}, ${reading}`;
