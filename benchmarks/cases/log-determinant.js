/* ln det(I + WᵀW) of a random 2048 × 2048 matrix by the Cholesky kernel, one thread. */
import { wasmKernels } from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";

const size = 2048;
const random = new Random(1);
const values = Float32Array.from({ length: size * size }, () => 0.02 * random.normal());
const { logDeterminant } = await wasmKernels();
const seconds = [];
let found = 0;
for (let run = 0; run < 3; run++) {
  const started = performance.now();
  found = logDeterminant(values, size, size);
  seconds.push((performance.now() - started) / 1000);
}
console.log(JSON.stringify({ seconds: seconds.sort((one, other) => one - other)[1], logDeterminant: found }));
