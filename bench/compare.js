/*
 * Compares the speed of an old built checkout with this one, interleaved in fresh processes.
 *
 *   npm run bench:compare -- OLD_CHECKOUT                   every case, 15 rounds
 *   npm run bench:compare -- OLD_CHECKOUT 25 rank,search    25 rounds of those whose name contains "rank" or "search"
 *   npm run bench:compare -- OLD_CHECKOUT --json            every raw value as one JSON document
 *
 * Programs in other languages run once a round. The exit code is 1 if a figure is beyond the limit (`compare/comparison.js`).
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { casesOf } from "./compare/checkout.js";
import { comparisonOf } from "./compare/comparison.js";
import { measure, pairsOf } from "./compare/measure.js";
import { reportText } from "./compare/report.js";
import { isAvailable } from "./run-case.js";

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [old, roundsText = "15", filter = ""] = positionals;
const rounds = Number(roundsText);
if (old === undefined || !Number.isInteger(rounds) || rounds < 2) {
  console.error("usage: npm run bench:compare -- OLD_CHECKOUT [rounds, at least 2] [filter] [--json]");
  process.exit(2);
}

const here = fileURLToPath(new URL("..", import.meta.url));
const { pairs, unpaired } = pairsOf(await casesOf(old), await casesOf(here), filter);
if (unpaired.length > 0) console.error(`Only one of the two has: ${unpaired.join(", ")}`);
const available = pairs.filter(({ now }) => isAvailable(now));
const measured = await measure(available, rounds, (round) =>
  console.error(`round ${round + 1} of ${rounds}`),
);
const comparison = comparisonOf(measured);
console.log(values.json ? JSON.stringify({ rounds, ...comparison }, undefined, 2) : reportText(comparison));
const isBeyond = ({ figures }) => figures.some(({ verdict }) => verdict === "beyond");
process.exitCode = comparison.cases.some(isBeyond) ? 1 : 0;
