import { elements, type MatrixSpectrum, mapCheckpoint, subModuleCapacities } from "@zerolm/checkpoint";
import { layerHeatMap, UsageError, type VegaLiteSpec } from "@zerolm/core";
import { capacitiesOf, depthOf } from "../../checkpoint/capacities.js";
import { openWithAdapter } from "../../checkpoint/open.js";
import { statisticsOf } from "../../checkpoint/statistics.js";
import { checkPlotPath, writePlot } from "../../plot/draw.js";
import { note, printResult } from "../../terminal/output.js";
import type { InspectFlags } from "./inspect.flags.js";
import { textOf } from "./inspect-checkpoint-text.js";
import type { InspectedCheckpoint } from "./inspected-checkpoint.js";

/** `zerolm inspect` of a checkpoint: where its capacity sits. */
export async function inspectCheckpoint(path: string, flags: InspectFlags): Promise<void> {
  if (flags.plot !== undefined) checkPlotPath(flags.plot);
  if (flags.sequence !== undefined)
    throw new UsageError("--sequence is for architectures, and this is a checkpoint");
  const { name, checkpoint } = await openWithAdapter(path, flags.lora);
  try {
    const mapped = mapCheckpoint(checkpoint);
    const statistics = await statisticsOf(mapped, flags);
    const depth = depthOf(statistics, flags);
    const matrices = await capacitiesOf(statistics, depth, flags);
    const inspected = {
      name,
      mapped,
      parameters: mapped.tensors.reduce((sum, { tensor }) => sum + elements(tensor), 0),
      bytes: mapped.tensors.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0),
      depth,
      matrices,
      layers: subModuleCapacities(matrices),
    };
    if (flags.plot !== undefined) await writePlot(flags.plot, heatMapOf(inspected));
    printResult(flags, documentOf(inspected), () => textOf(inspected, flags));
    if (flags.plot !== undefined) note(flags, `Drew all matrices by layer in ${flags.plot}`);
  } finally {
    await checkpoint.close();
  }
}

const relativeTo = ({ logDeterminant, randomLogDeterminant }: MatrixSpectrum): number =>
  randomLogDeterminant === 0 ? 1 : logDeterminant / randomLogDeterminant;

function heatMapOf({ name, matrices }: InspectedCheckpoint): VegaLiteSpec {
  const known = matrices.every(({ spectrum }) => spectrum !== undefined);
  return layerHeatMap({
    title: `Capacity of ${name}`,
    subtitle: known
      ? "ln det(I + WᵀW) of each matrix, divided by that of random weights of its shape and norm"
      : "‖W‖² / min(rows, cols) of each matrix",
    valueLabel: known ? "relative" : "capacity",
    cells: matrices.map(({ matrix, capacity, spectrum }) => ({
      layer: matrix.layer as number,
      row: matrix.name.replace(/^layers\.\d+\./, ""),
      value: spectrum && known ? relativeTo(spectrum) : capacity,
    })),
  });
}

function documentOf({ name, mapped, parameters, bytes, matrices, layers }: InspectedCheckpoint): object {
  return {
    name,
    family: mapped.family,
    parameters,
    bytes,
    unknown: mapped.unknown,
    layers: layers.map(({ spectrum, ...one }) => ({ ...one, ...spectrumDocument(spectrum) })),
    matrices: matrices.map(({ matrix, capacity, spectrum }) => ({
      name: matrix.name,
      layer: matrix.layer,
      subModule: matrix.subModule,
      role: matrix.role,
      rows: matrix.rows,
      cols: matrix.cols,
      dtype: matrix.tensor.dtype,
      capacity,
      ...spectrumDocument(spectrum),
    })),
  };
}

const spectrumDocument = (spectrum: MatrixSpectrum | undefined): object =>
  spectrum ? { ...spectrum, relative: relativeTo(spectrum) } : {};
