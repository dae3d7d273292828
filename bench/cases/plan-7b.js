/*
 * Planning for a checkpoint shaped like Llama 2 7B, a file of holes: `plan-7b.js FOLDER`. Zeros would all be worth the same, so the
 * statistics are random numbers in the shapes of the file; what is timed is what follows the statistics.
 */
import { mapCheckpoint, openCheckpoint, prunePlanner } from "@zerolm/checkpoint";
import { Random } from "@zerolm/core";
import { pathFolder } from "@zerolm/node";

const checkpoint = await openCheckpoint(await pathFolder(process.argv[2]));
const mapped = mapCheckpoint(checkpoint);
const random = new Random(1);
const statistics = mapped.matrices.filter(({ layer }) => layer !== undefined).map(statisticsOf);
const figures = {};
for (const [name, options] of Object.entries({
  "layers differ": { uniform: "none" },
  "equal heads": {},
  "equal heads, in sixteens": { multipleOf: 16 },
  "equal layers": { uniform: "all" },
})) {
  const started = performance.now();
  const planner = await prunePlanner(mapped, statistics, options);
  const { optimal } = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
  figures[`${name}, seconds`] = (performance.now() - started) / 1000;
  figures[`${name}, proven`] = Number(optimal);
}
// Attention takes more FLOPs a parameter than an FFN, so that in long texts neither budget implies the other.
const flops = { flopsOver: 8192 };
const { size } = await prunePlanner(mapped, statistics, { measure: flops });
for (const uniform of ["none", "heads", "all"]) {
  const started = performance.now();
  const also = [{ measure: flops, maximum: 0.79 * size }];
  const planner = await prunePlanner(mapped, statistics, { uniform, also });
  const { optimal } = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
  figures[`two budgets, ${uniform}, seconds`] = (performance.now() - started) / 1000;
  figures[`two budgets, ${uniform}, proven`] = Number(optimal);
}
await checkpoint.close();
console.log(JSON.stringify(figures));

function statisticsOf(matrix) {
  const side = matrix.role === "output" || matrix.role === "down" ? "cols" : "rows";
  const spread = 1 + random.uniform();
  const squares = Float64Array.from(
    { length: matrix[side] },
    () => spread * (1 + 0.2 * random.normal()) ** 2,
  );
  return { matrix, side, squares, squaredNorm: squares.reduce((sum, value) => sum + value, 0) };
}
