import {
  elements,
  type MatrixCapacity,
  type MatrixSpectrum,
  mapCheckpoint,
  subModuleCapacities,
} from "@zerolm/checkpoint";
import { capacitiesOf, depthOf } from "../checkpoint/capacities.js";
import { withCheckpoint } from "../checkpoint/open.js";
import { bytesOf, statisticsOf } from "../checkpoint/runners.js";
import type { TaskHost } from "../host.js";
import type { InspectCheckpointRequest, InspectedCheckpoint } from "./inspect-checkpoint.js";

/**
 * Reads all weights of a checkpoint and measures them.
 *
 * @throws {InterruptedError} if the host stops it: half a checkpoint says nothing of where its capacity sits
 */
export const lookIntoCheckpoint = (
  { checkpoint: path, lora, ...wanted }: InspectCheckpointRequest,
  host: TaskHost,
): Promise<InspectedCheckpoint> =>
  withCheckpoint(path, lora, host, async ({ name, checkpoint }) => {
    const mapped = mapCheckpoint(checkpoint);
    const statistics = await statisticsOf(mapped, host);
    const matrices = await capacitiesOf(statistics, depthOf(statistics, wanted), host);
    return {
      name,
      family: mapped.family,
      depth: mapped.architecture.layers.length,
      // A tied matrix that is stored twice counts once.
      parameters: mapped.tensors.reduce(
        (sum, { tensor, named }) => sum + (named.tied === undefined ? elements(tensor) : 0),
        0,
      ),
      bytes: bytesOf(mapped.tensors),
      unknown: [...mapped.unknown],
      layers: subModuleCapacities(matrices).map(({ spectrum, ...one }) => ({
        ...one,
        ...spectrumFields(spectrum),
      })),
      matrices: matrices.map(matrixFields),
    };
  });

const matrixFields = ({
  matrix,
  capacity,
  spectrum,
}: MatrixCapacity): InspectedCheckpoint["matrices"][number] => ({
  name: matrix.name,
  layer: matrix.layer,
  subModule: matrix.subModule,
  role: matrix.role,
  rows: matrix.rows,
  cols: matrix.cols,
  dtype: matrix.tensor.dtype,
  capacity,
  ...spectrumFields(spectrum),
});

/** A matrix of zeros has no more and no less than random weights of norm 0. */
const relativeTo = ({ logDeterminant, randomLogDeterminant }: MatrixSpectrum): number =>
  randomLogDeterminant === 0 ? 1 : logDeterminant / randomLogDeterminant;

const spectrumFields = (spectrum: MatrixSpectrum | undefined) =>
  spectrum ? { ...spectrum, relative: relativeTo(spectrum) } : {};
