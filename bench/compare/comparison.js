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
 * @property {Verdict} verdict `same` and `differs`: of a result, which is equal in every round
 */

/** @typedef {{name: string, what: string, figures: Figure[]}} CaseComparison */

/**
 * What two checkouts, and peers beside the new one, measured.
 *
 * @param {ReadonlyMap<import("./measure.js").Pair, import("./measure.js").Runs>} measured
 * @returns {{cases: CaseComparison[], peers: CaseComparison[]}} of peers the ratio is new/peer
 */
export function comparisonOf(measured) {
  const all = [...measured].map(([{ now }, runs]) => ({ ...now, runs }));
  const own = all.filter((one) => !isPeer(one));
  const described = ({ name, what }, figures) => ({ name, what, figures });
  return {
    cases: own.map((one) => described(one, figuresOf(one.runs.old, one.runs.now))),
    peers: all.filter(isPeer).map((peer) => described(peer, figuresOf(peer.runs.now, rivalOf(peer, own)))),
  };
}

/** The runs of the case that a peer rivals: `search-exact` of `search-exact-numpy`. */
function rivalOf({ name }, own) {
  const rivals = own.filter((one) => name.startsWith(`${one.name}-`));
  return rivals.sort((one, other) => other.name.length - one.name.length)[0]?.runs.now ?? [];
}

function figuresOf(old, now) {
  const names = new Set([...old, ...now].flatMap(Object.keys));
  return [...names].map((figure) => figureOf(figure, valuesOf(figure, old), valuesOf(figure, now)));
}

const valuesOf = (figure, runs) => runs.map((run) => run[figure]).filter((value) => value !== undefined);

function figureOf(figure, old, now) {
  const values = { figure, old, new: now };
  if (old.length === 0 || now.length === 0) return { ...values, verdict: "n/a" };
  if (isConstant(old) && isConstant(now) && old.length > 1)
    return { ...values, verdict: old[0] === now[0] ? "same" : "differs" };
  const found = isRate(figure) ? ratioOf(old, now) : ratioOf(now, old);
  if (found === undefined) return { ...values, verdict: "n/a" };
  return { ...values, ...found, verdict: found.interval[0] <= limit ? "within" : "beyond" };
}

const isConstant = (values) => values.every((value) => value === values[0]);

const isRate = (figure) => /(per|a) ?second$/i.test(figure);
