/* ln det(I + WᵀW) of a square float32 matrix in a file by the Cholesky kernel, on one thread and on two: `log-determinant.js FILE`. */
import { readFileSync } from "node:fs";
import { openPool } from "@zerolm/node";

const bytes = readFileSync(process.argv[2]);
const size = Math.sqrt(bytes.length / 4);
const matrix = () => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const figures = {};
let found = 0;
for (const threads of [1, 2]) {
  const pool = await openPool({ threads });
  const seconds = [];
  for (let run = 0; run < 4; run++) {
    // A matrix has one thread; two of them have two, and the time is that of one.
    const matrices = Array.from({ length: threads }, matrix);
    const started = performance.now();
    [found] = await Promise.all(matrices.map((values) => pool.logDeterminant(values, size, size)));
    seconds.push((performance.now() - started) / 1000 / threads);
  }
  await pool.close();
  // The first run starts the threads.
  figures[`cholesky, ${threads} threads`] = seconds.slice(1).sort((one, other) => one - other)[1];
}
console.log(JSON.stringify({ ...figures, logDeterminant: found }));
