import {
  type MappedCheckpoint,
  type MatrixStatistics,
  requireFinite,
  squareStatistics,
  squaresHere,
  type WeightRunners,
  wasmKernels,
} from "@zerolm/checkpoint";
import type { TaskHost } from "../host.js";

/** Below this, starting threads takes longer than reading. */
const bytesForThreads = 64 * 2 ** 20;

/** Does something with what measures weights: the host's threads if there is much to do, else this one. They end with it. */
export async function withThreads<Answer>(
  isMuch: boolean,
  host: TaskHost,
  use: (runners: WeightRunners) => Promise<Answer>,
): Promise<Answer> {
  const threads = isMuch ? await host.threads?.() : undefined;
  if (threads === undefined) {
    const kernels = await wasmKernels();
    return await use({
      squares: squaresHere(kernels, host),
      logDeterminant: kernels.logDeterminant,
      threads: 1,
      host,
    });
  }
  const { count, squares, logDeterminant, close } = threads;
  try {
    return await use({ squares, logDeterminant, threads: count, host });
  } finally {
    await close();
  }
}

/** The same for what reads a checkpoint once. */
export const withRunners = <Answer>(
  { tensors }: Pick<MappedCheckpoint, "tensors">,
  host: TaskHost,
  use: (runners: WeightRunners) => Promise<Answer>,
): Promise<Answer> => withThreads(bytesOf(tensors) >= bytesForThreads, host, use);

/** Bytes of tensors, as stored. */
export const bytesOf = (tensors: MappedCheckpoint["tensors"]): number =>
  tensors.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);

/** Σ x² of every matrix in the layers. All other tensors are looked through for numbers that are not finite. */
export const statisticsOf = (mapped: MappedCheckpoint, host: TaskHost): Promise<MatrixStatistics[]> =>
  withRunners(mapped, host, async ({ squares }) => {
    await requireFinite(mapped, squares, host);
    return await squareStatistics(mapped, squares, { host });
  });
