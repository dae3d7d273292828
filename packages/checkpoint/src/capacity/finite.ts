import { type Host, InterruptedError, WorkError } from "@zerolm/core";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { dtypes } from "../safetensors/dtype.js";
import { elements, type Tensor } from "../safetensors/tensor.js";
import type { SquaresRunner } from "./squares.js";

/** Numbers that are summed up as one row: far below what a piece holds, far above what a task costs. */
const rowNumbers = 2 ** 16;

/** The error of a tensor that holds NaN or infinity. */
export const notFinite = ({ source, name }: Tensor): WorkError =>
  new WorkError("holds numbers that are not finite. The training diverged, or the file is damaged.", {
    file: source.name,
    key: name,
  });

/**
 * Looks for NaN and infinity where no capacity looks: in embeddings, norms, biases, heads, and tensors that the family does not know. A sum
 * of squares is finite if all numbers are.
 *
 * @throws {WorkError} that names the first such tensor; {InterruptedError} if the host stops it
 */
export async function requireFinite(
  { tensors, carried, matrices }: Pick<MappedCheckpoint, "tensors" | "carried" | "matrices">,
  run: SquaresRunner,
  { signal }: Host = {},
): Promise<void> {
  const looked = new Set(matrices.flatMap(({ layer, tensor }) => (layer === undefined ? [] : [tensor.name])));
  const others = [...tensors, ...carried].map(({ tensor }) => tensor);
  for (const tensor of others) {
    if (looked.has(tensor.name) || !dtypes[tensor.dtype].float) continue;
    if (signal?.aborted) throw new InterruptedError("stopped before all weights were read");
    if (!(await isFinite(tensor, run))) throw notFinite(tensor);
  }
}

async function isFinite(tensor: Tensor, run: SquaresRunner): Promise<boolean> {
  const count = elements(tensor);
  const cols = Math.min(count, rowNumbers);
  if (cols === 0) return true;
  const rows = Math.floor(count / cols);
  const rest = count - rows * cols;
  const { bytes } = dtypes[tensor.dtype];
  const whole = await run({ tensor, cols, side: "rows", range: { from: 0, to: rows } });
  const last =
    rest === 0
      ? []
      : await run({
          tensor: { ...tensor, start: tensor.start + rows * cols * bytes },
          cols: rest,
          side: "rows",
          range: { from: 0, to: 1 },
        });
  return [...whole, ...last].every(Number.isFinite);
}
