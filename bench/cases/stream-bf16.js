/*
 * Frobenius statistics of a checkpoint of 2 GB in BF16, read warm: `stream-bf16.js FOLDER`. The folder is made by `cases.js`.
 */
import { mapCheckpoint, openCheckpoint, squareStatistics } from "@zerolm/checkpoint";
import { openPool, pathFolder } from "@zerolm/node";

const checkpoint = await openCheckpoint(await pathFolder(process.argv[2]));
const mapped = mapCheckpoint(checkpoint);
const pool = await openPool({ threads: 2 });
const bytes = mapped.matrices
  .filter(({ layer }) => layer !== undefined)
  .reduce((sum, { tensor }) => sum + tensor.end - tensor.start, 0);
const rates = [];
let norm = 0;
for (let run = 0; run < 4; run++) {
  const started = performance.now();
  const statistics = await squareStatistics(mapped, pool.squares);
  rates.push(bytes / 1e6 / (performance.now() - started));
  norm = statistics.reduce((sum, { squaredNorm }) => sum + squaredNorm, 0);
}
await pool.close();
await checkpoint.close();
// The first run warms the file up.
const [, ...warm] = rates;
console.log(
  JSON.stringify({
    gigabytesPerSecond: warm.sort((one, other) => one - other)[1],
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    norm,
  }),
);
