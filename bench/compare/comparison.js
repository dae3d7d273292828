import { isPeer } from "./measure.js";
import { ratioOf } from "./ratio.js";

/** The lower end of the interval of a ratio may be so much: a slowdown that the rounds do not prove to be larger. */
export const limit = 1.05;

/** @typedef {"within" | "beyond" | "same" | "differs" | "n/a"} Verdict */

/**
 * One figure of a case. Of a rate (`perSecond`) the ratio is old/new, so that above 1 is always slower or larger.
 *
 * @typedef {object} Figure
 * @property {string} figure
 * @property {number[]} old one a round; of a peer its own figures
 * @property {number[]} new
 * @property {number} [ratio] new/old, the median of the rounds
 * @property {[number, number]} [interval] 95 %
 * @property {Verdict} [verdict] `same` and `differs`: of a result, which is equal in every round; missing beside a peer
 */

/** @typedef {{name: string, what: string, figures: Figure[]}} CaseComparison */

/**
 * What two checkouts measured, and peers beside the new one.
 *
 * @param {ReadonlyMap<import("./measure.js").Pair, import("./measure.js").Runs>} measured
 * @returns {{cases: CaseComparison[], peers: CaseComparison[]}} of peers the ratio is new/peer, and only figures that both have are there
 */
export function comparisonOf(measured) {
  const all = [...measured].map(([{ now }, runs]) => ({ ...now, runs }));
  const own = all.filter((one) => !isPeer(one));
  return {
    cases: own.map(({ name, what, runs }) => ({
      name,
      what,
      figures: namesIn([...runs.old, ...runs.now]).map((figure) =>
        judged(figureOf(figure, runs.old, runs.now)),
      ),
    })),
    peers: all.filter(isPeer).map(({ name, what, runs }) => ({
      name,
      what,
      figures: namesIn(runs.now)
        .map((figure) => figureOf(figure, runs.now, rivalOf(name, own)))
        .filter((one) => one.new.length > 0),
    })),
  };
}

/** The runs of the case that a peer rivals: `search-exact` of `search-exact-numpy`. */
function rivalOf(name, own) {
  const rivals = own.filter((one) => name.startsWith(`${one.name}-`));
  return rivals.sort((one, other) => other.name.length - one.name.length)[0]?.runs.now ?? [];
}

const namesIn = (runs) => [...new Set(runs.flatMap(Object.keys))];

function figureOf(figure, oldRuns, newRuns) {
  const [old, now] = [oldRuns, newRuns].map((runs) => valuesOf(figure, runs));
  const found = isRate(figure) ? ratioOf(old, now) : ratioOf(now, old);
  return { figure, old, new: now, ...found };
}

const valuesOf = (figure, runs) => runs.map((run) => run[figure]).filter((value) => value !== undefined);

const isRate = (figure) => /(per|a) ?second$/i.test(figure);

function judged(one) {
  const { old, new: now, interval } = one;
  if (isConstant(old) && isConstant(now))
    return { ...one, ratio: undefined, interval: undefined, verdict: old[0] === now[0] ? "same" : "differs" };
  if (interval === undefined) return { ...one, verdict: "n/a" };
  return { ...one, verdict: interval[0] <= limit ? "within" : "beyond" };
}

const isConstant = (values) => values.length > 0 && values.every((value) => value === values[0]);
