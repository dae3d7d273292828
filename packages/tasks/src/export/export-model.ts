import { cost, InterruptedError, pacedReport, UsageError } from "@zerolm/core";
import { type ExportedModel, opset, type PiecedFile } from "@zerolm/engine";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { baseName } from "../paths.js";
import type { ExportOutcome, ExportRequest } from "./export.js";
import { type Source, withSource } from "./source.js";

/**
 * Writes a network as an ONNX model, weight by weight.
 *
 * @throws {InputError} for a file; {WorkError} for a network that cannot be run, or a file that cannot be written; {InterruptedError} if the host
 * stops it: nothing is left behind then
 */
export function exportModel(request: ExportRequest, host: TaskHost): Promise<ExportOutcome> {
  if (!/\.onnx$/i.test(request.out))
    throw new UsageError(`${fieldName(host, "out")} must name a file that ends with .onnx`, {
      file: request.out,
    });
  return withSource(request, host, async (source) => {
    const written = await writeFiles(source, request, host);
    return outcomeOf(source, written, request);
  });
}

/** Writes the weights first, so that a model is there only with them. */
async function writeFiles(
  { model, read }: Source,
  { out, external }: ExportRequest,
  host: TaskHost,
): Promise<ExportOutcome["files"]> {
  const dataPath = `${out}.data`;
  const files = model.files(withProgress(read, model, host), baseName(dataPath), external);
  const write = async (file: string, { bytes, pieces }: PiecedFile) => {
    await filesOf(host).write(file, pieces());
    return { file, bytes };
  };
  const data = files.data ? [await write(dataPath, files.data)] : [];
  return [await write(out, files.model), ...data];
}

function withProgress(read: Source["read"], { weights }: ExportedModel, host: TaskHost): Source["read"] {
  const report = pacedReport(host);
  let done = 0;
  return async (name) => {
    if (host.signal?.aborted) throw new InterruptedError("stopped before the model was written");
    await report({ what: "of the weights written", done: ++done, total: weights.length });
    return await read(name);
  };
}

function outcomeOf(
  { name, architecture, model, from }: Source,
  files: ExportOutcome["files"],
  { seed }: ExportRequest,
): ExportOutcome {
  const parameters = cost(architecture).parameters.total;
  const { weightBytes, tableBytes, context, hasCache } = model;
  const ports = (all: ExportedModel["inputs"]): ExportOutcome["inputs"] =>
    all.map(({ axes, ...port }) => ({ ...port, axes: axes.map((axis) => axis ?? "?") }));
  return {
    ...{ name, weights: from, parameters, weightBytes, tableBytes, files, opset },
    leftOut: parameters - weightBytes / 4,
    ...{ inputs: ports(model.inputs), outputs: ports(model.outputs), cache: hasCache },
    ...(context === undefined ? {} : { context }),
    ...(from === "random" ? { seed } : {}),
  };
}
