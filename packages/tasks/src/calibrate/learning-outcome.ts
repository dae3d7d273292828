import {
  type Benchmark,
  InterruptedError,
  learningCurve,
  learnPredictor,
  type Predictor,
  Random,
  type ShapeProxy,
  surveyBenchmark,
  UsageError,
  writePredictor,
} from "@zerolm/core";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { type CalibrateRequest, defaultDraws } from "./calibrate-request.js";
import { priorOf } from "./prior.js";

/** The points of the learning curve if nobody says which, as far as a benchmark has networks. */
const defaultLabels = [5, 10, 20, 40, 80];

/** What a learnt ranking is worth; the predictor itself is written if the request names a file. */
export async function learningOutcome(benchmark: Benchmark, request: CalibrateRequest, host: TaskHost) {
  const { draws = defaultDraws, seed, out } = request;
  if (out !== undefined && !out.toLowerCase().endsWith(".json"))
    throw new UsageError("predictors are written as .json. Give a file name that ends in .json.", {
      file: out,
    });
  refuseAlike(benchmark);
  const prior = priorOf(request.prior);
  const labels = request.labels ?? fitting(benchmark);
  const curve = await learningCurve(benchmark, { labels, draws, seed, prior }, host);
  if (curve.length === 0) throw new InterruptedError("stopped before anything was learnt");
  const written = out !== undefined && !host.signal?.aborted;
  if (written) {
    const predictor = await learnt(benchmark, request, prior, host);
    await filesOf(host).write(out, writePredictor(predictor));
  }
  return {
    ...{ quality: benchmark.quality, prior: prior.name, draws, seed, curve },
    ...(written ? { out } : {}),
  };
}

/** If all networks are one architecture every τ is undefined, and a mean of 0 would look like a finding. */
function refuseAlike(benchmark: Benchmark): void {
  const { architectures, repeatedArchitectures } = surveyBenchmark(benchmark);
  if (repeatedArchitectures === architectures - 1)
    throw new UsageError(
      `all ${architectures} networks of ${benchmark.name} are one architecture, so there is no order to learn`,
    );
}

/** The usual points that leave some networks to judge by. */
function fitting({ entries }: Benchmark): number[] {
  const labels = defaultLabels.filter((count) => 2 * count <= entries.length);
  return labels.length > 0 ? labels : [2];
}

/** From all networks, or from those that the first draw of the most labels sees. */
function learnt(
  { entries, quality }: Benchmark,
  { labels, seed }: CalibrateRequest,
  prior: ShapeProxy,
  host: TaskHost,
): Promise<Predictor> {
  const order = new Random(seed).sample(entries.length, entries.length);
  const seen = labels ? order.slice(0, Math.max(...labels)).map((index) => entries[index]!) : entries;
  return learnPredictor(seen, { quality, prior }, host);
}
