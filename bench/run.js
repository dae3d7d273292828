/*
 * Runs every benchmark in fresh processes and prints medians and raw values.
 *
 *   npm run bench                 all, 5 rounds
 *   npm run bench -- 9 search     9 rounds of those whose name contains "search"
 *
 * The order of the cases is reversed in every second round, so that a machine that slows down or warms up does not favour one.
 * A case is a program that prints one JSON object of numbers; `wall` is measured from outside. A peer in another language that
 * is not on the machine is left out by name.
 */
import { cases } from "./cases.js";
import { figureText, isAvailable, runCase } from "./run-case.js";

const [rounds = 5, filter = ""] = [Number(process.argv[2] ?? 5), process.argv[3] ?? ""];
const chosen = cases.filter(({ name }) => name.includes(filter)).filter(isAvailable);
const results = new Map(chosen.map(({ name }) => [name, []]));

for (let round = 0; round < rounds; round++) {
  const order = round % 2 === 0 ? chosen : chosen.toReversed();
  for (const one of order) results.get(one.name).push(await runCase(one.command, one.prepare));
}
for (const { name, what } of chosen) report(name, what, results.get(name));

function report(name, what, runs) {
  console.log(`${name}: ${what}`);
  for (const figure of Object.keys(runs[0])) {
    const values = runs.map((run) => run[figure]);
    const sorted = values.toSorted((one, other) => one - other);
    const middle = sorted[Math.floor(sorted.length / 2)];
    console.log(
      `  ${figure.padEnd(24)} median ${figureText(middle).padStart(12)}   all ${values.map(figureText).join(" ")}`,
    );
  }
  console.log();
}
