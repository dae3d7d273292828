import {
  type Benchmark,
  benchmarkFormats,
  builtinBenchmark,
  builtinBenchmarks,
  guessFormat,
  InputError,
  isPredictorText,
  learnPredictor,
  type Predictor,
  readPredictor,
  requireOneGroup,
  UsageError,
} from "@zerolm/core";
import { locateBenchmark } from "../benchmark/locate.js";
import { checkReading, readBenchmarkFile } from "../benchmark/read.js";
import { mainFileAt } from "../benchmark/recognise.js";
import { benchmarkSets } from "../benchmark/sets.js";
import { priorOf } from "../calibrate/prior.js";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import type { SuggestRequest } from "./suggest.js";

/**
 * What is known of trained networks: a predictor file as it is, or what is learnt from networks.
 *
 * @throws {UsageError} if all networks have one quality; {InputError} for a file that is neither
 */
export async function predictorFrom(request: SuggestRequest, host: TaskHost): Promise<Predictor> {
  const predictor = await knownFrom(request, host);
  refuseOneQuality(predictor, request.labelled);
  return predictor;
}

/** Labels that do not differ do not say how much quality varies, so that a prediction would be a number without a unit. */
function refuseOneQuality({ labels }: Predictor, file: string): void {
  const [first] = labels;
  if (labels.some(({ quality }) => quality !== first?.quality)) return;
  throw new UsageError(
    `all ${labels.length} networks have the quality ${first?.quality}, but at least two must differ`,
    {
      file,
    },
  );
}

async function knownFrom(request: SuggestRequest, host: TaskHost): Promise<Predictor> {
  const { labelled, reading, prior } = request;
  if (Object.hasOwn(builtinBenchmarks, labelled)) {
    checkReading(benchmarkFormats.table, reading, host);
    return await learnt(await builtinBenchmark(labelled), request, host);
  }
  const files = filesOf(host);
  const file = Object.hasOwn(benchmarkSets, labelled)
    ? await locateBenchmark(labelled, {}, host)
    : await mainFileAt(labelled, host);
  const text = await files.text(file);
  if (!isPredictorText(text))
    return await learnt({ ...(await benchmarkIn(file, text, reading, host)), name: labelled }, request, host);
  if (reading === undefined && prior === undefined) return readPredictor(text, files.nameOf(file));
  throw new UsageError(
    `${fieldName(host, "reading")} and ${fieldName(host, "prior")} have no effect on a predictor file. Leave them out.`,
  );
}

async function benchmarkIn(
  file: string,
  text: string,
  reading: string | undefined,
  host: TaskHost,
): Promise<Benchmark> {
  const format = guessFormat(text, file);
  const name = filesOf(host).nameOf(file);
  if (!format)
    throw new InputError("is neither a predictor, nor a table or benchmark that zerolm knows", {
      file: name,
    });
  checkReading(format, reading, host);
  return file === "-"
    ? format.read(text, { file: name, reading })
    : await readBenchmarkFile(format, file, { reading }, host);
}

function learnt(benchmark: Benchmark, { prior }: SuggestRequest, host: TaskHost): Promise<Predictor> {
  requireOneGroup(benchmark);
  const { entries, quality } = benchmark;
  return learnPredictor(entries, { quality, prior: priorOf(prior) }, host);
}
