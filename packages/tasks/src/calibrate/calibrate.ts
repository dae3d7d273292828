import {
  alphaWithoutLabels,
  type Benchmark,
  calibrate as calibrateBy,
  capacityPairs,
  UsageError,
} from "@zerolm/core";
import { readBenchmark } from "../benchmark/read.js";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { withOldFields } from "../renamed-fields.js";
import { task } from "../task.js";
import { calibrateOutcome } from "./calibrate-outcome.js";
import { type CalibrateRequest, calibrateRequest, defaultDraws } from "./calibrate-request.js";
import { learningOutcome } from "./learning-outcome.js";

const defaultLabels = 20;

/** Chooses alpha for a benchmark, or learns a ranking from it. */
export const calibrate = task({
  name: "calibrate",
  request: calibrateRequest,
  outcome: calibrateOutcome,
  async run(request, host) {
    checkRequest(request, host);
    const benchmark = await readBenchmark(request.benchmark, request, host);
    const about = aboutOf(benchmark);
    if (request.predictor) return { ...about, ...(await learningOutcome(benchmark, request, host)) };
    if (request.labelFree) return { ...about, alpha: labelFreeAlpha(benchmark), alphaSource: "label-free" };
    const { labels: [labels = defaultLabels] = [], draws = defaultDraws, seed } = request;
    return { ...about, ...(await calibrateBy(benchmark, { labels, draws, seed }, host)), seed };
  },
});

const aboutOf = ({ name, reading, entries }: Benchmark) =>
  withOldFields({ benchmark: name, reading, architectures: entries.length });

function checkRequest(request: CalibrateRequest, host: TaskHost): void {
  const { labelFree, predictor, labels, draws, prior, out } = request;
  const name = (key: keyof CalibrateRequest): string => fieldName(host, key);
  if (labelFree && predictor)
    throw new UsageError(
      `${name("predictor")} learns from labels. Leave out ${name("labelFree")}, or ${name("predictor")}.`,
    );
  if (labelFree && (labels !== undefined || draws !== undefined))
    throw new UsageError(
      `${name("labelFree")} uses no labels. Leave out ${name("labels")} and ${name("draws")}, or ${name("labelFree")}.`,
    );
  if (!predictor && (prior !== undefined || out !== undefined))
    throw new UsageError(`${name("prior")} and ${name("out")} need ${name("predictor")}`);
  if (!predictor && labels !== undefined && labels.length > 1)
    throw new UsageError(`several numbers of ${name("labels")} need ${name("predictor")}. Alpha takes one.`);
}

function labelFreeAlpha({ name, entries }: Benchmark): number {
  const architectures = entries.map(({ architecture }) => architecture);
  const { attention, ffn } = capacityPairs(architectures);
  if (new Set(attention).size === 1 && new Set(ffn).size === 1)
    throw new UsageError(
      `all networks of ${name} have the same capacities, so no alpha orders them and none can be chosen`,
    );
  return alphaWithoutLabels(architectures);
}
