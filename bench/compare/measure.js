import { runCase } from "../run-case.js";

/**
 * A program that prints one JSON object of numbers, as `bench/cases.js` lists them.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} what in words
 * @property {readonly string[]} command
 * @property {() => readonly string[] | Promise<readonly string[]>} [prepare] makes what it reads, and returns further arguments
 * @property {readonly string[]} [needs] a command that succeeds on a machine that can run it
 */

/**
 * One case of both checkouts, or a peer, which has no old form.
 *
 * @typedef {object} Pair
 * @property {Case} now
 * @property {Case} [old]
 */

/** @typedef {{now: Record<string, number>[], old: Record<string, number>[]}} Runs figures, one object a round */

/** Whether a case is a program in another language, which both checkouts share. */
export const isPeer = ({ command }) => !command.includes(process.execPath);

/**
 * Pairs the cases of two checkouts by name, peers without an old form.
 *
 * @param {ReadonlyMap<string, Case>} old
 * @param {ReadonlyMap<string, Case>} now
 * @param {string} filter parts of names, separated by commas; empty for all
 * @returns {{pairs: Pair[], unpaired: string[]}} `unpaired`: names that only one of the two has
 */
export function pairsOf(old, now, filter) {
  const named = (name) => filter.split(",").some((part) => name.includes(part));
  const isOwn = ({ name, command }) => named(name) && !isPeer({ command });
  const pairs = [...now.values()].flatMap((one) => {
    if (named(one.name) && isPeer(one)) return [{ now: one }];
    return isOwn(one) && old.has(one.name) ? [{ now: one, old: old.get(one.name) }] : [];
  });
  const unpaired = [...[...now.values()].filter((one) => !old.has(one.name)), ...missing(old, now)];
  return { pairs, unpaired: unpaired.filter(isOwn).map(({ name }) => name) };
}

const missing = (old, now) => [...old.values()].filter(({ name }) => !now.has(name));

/**
 * Runs every pair once a round in fresh processes, old before new; every second round in the reverse order. Both read what the new
 * case prepares.
 *
 * @param {readonly Pair[]} pairs
 * @param {number} rounds
 * @param {(round: number) => void} [onRound] called before each round, from 0
 * @returns {Promise<Map<Pair, Runs>>}
 */
export async function measure(pairs, rounds, onRound = () => {}) {
  const runs = new Map(pairs.map((pair) => [pair, { old: [], now: [] }]));
  const turns = pairs.flatMap((pair) => [...(pair.old ? [[pair, "old"]] : []), [pair, "now"]]);
  for (let round = 0; round < rounds; round++) {
    onRound(round);
    for (const [pair, which] of round % 2 === 0 ? turns : turns.toReversed()) {
      runs.get(pair)[which].push(await runCase(pair[which].command, pair.now.prepare));
    }
  }
  return runs;
}
