import {
  architectureAt,
  builtinSpace,
  matrices,
  proxies,
  Random,
  sample,
} from "../../packages/core/dist/index.js";

// The plainest way to score an architecture: list its matrices and add up. alpha 0.7 as 7 and 3 tenths keeps the sum whole.
const variance = 0.02 ** 2;
function plainScore(architecture) {
  let tenths = 0;
  for (const { subModule, rows, cols } of matrices(architecture)) {
    if (subModule === "attention") tenths += 7 * Math.max(rows, cols);
    else if (subModule === "ffn") tenths += 3 * Math.max(rows, cols);
  }
  return tenths * (variance / 10);
}

const count = 10_000;
const space = builtinSpace("flexibert");
const random = new Random(0);
const architectures = Array.from({ length: count }, () => architectureAt(space, sample(space, random)));
for (const architecture of architectures.slice(0, 1000)) plainScore(architecture); // lets the engine compile it

const started = performance.now();
const plain = architectures.map(plainScore);
const seconds = (performance.now() - started) / 1000;

const scorer = proxies.zerolm.scorer({ alpha: 0.7 });
const different = architectures.filter(
  (architecture, index) => scorer.score(architecture).value !== plain[index],
).length;
if (different > 0) throw new Error(`${different} of ${count} scores differ`);

console.log(JSON.stringify({ seconds, perSecond: Math.round(count / seconds), sameBits: count - different }));
