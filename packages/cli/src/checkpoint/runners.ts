import { type MappedCheckpoint, squaresHere, type WeightRunners, wasmKernels } from "@zerolm/checkpoint";
import { openPool } from "@zerolm/node";

/** Below this, starting threads takes longer than reading. */
const bytesForThreads = 64 * 2 ** 20;

/** Does something with what measures weights: threads if there is much to read, else this one. They end with it. */
export async function withRunners<Answer>(
  { tensors }: Pick<MappedCheckpoint, "tensors">,
  use: (runners: WeightRunners) => Promise<Answer>,
): Promise<Answer> {
  const bytes = tensors.reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);
  if (bytes < bytesForThreads) {
    const kernels = await wasmKernels();
    return await use({ squares: squaresHere(kernels), logDeterminant: kernels.logDeterminant });
  }
  const pool = await openPool();
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}
