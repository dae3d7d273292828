import { figureText } from "../run-case.js";
import { limit } from "./comparison.js";
import { medianOf } from "./ratio.js";

const nameWidth = 36;

/**
 * A comparison as text of at most 100 columns: a table a case, and the verdict at the end.
 *
 * @param {ReturnType<typeof import("./comparison.js").comparisonOf>} comparison
 */
export function reportText({ cases, peers }) {
  const lines = [
    ...cases.flatMap((one) => ["", ...tableLines(one, "old", "new/old")]),
    ...peers.flatMap((one) => ["", ...tableLines(one, "peer", "new/peer")]),
    "",
    "new/old: median of the rounds, with its 95 % bootstrap interval; rates are divided the",
    "other way round, so that above 1 is slower. same, differs: results, which do not vary.",
    verdictLine(cases),
  ];
  return lines.slice(1).join("\n");
}

function tableLines({ name, what, figures }, old, ratio) {
  const heading = row(["figure", old, "new", ratio, "95 %", old === "peer" ? "" : "verdict"]);
  const rows = figures.map((one) =>
    row([shortened(one.figure), middle(one.old), middle(one.new), ...ratioCells(one), one.verdict ?? ""]),
  );
  return [`${name}: ${what}`.slice(0, 100), heading, ...rows];
}

const middle = (values) => (values.length === 0 ? "n/a" : figureText(medianOf(values)));

const ratioCells = ({ ratio, interval }) =>
  ratio === undefined ? ["", ""] : [ratio.toFixed(3), interval.map((end) => end.toFixed(3)).join("–")];

function row([figure, old, now, ratio, interval, verdict]) {
  const numbers = [old.padStart(13), now.padStart(13), ratio.padStart(9), interval.padStart(14)];
  return `  ${figure.padEnd(nameWidth)}${numbers.join("")}  ${verdict}`.trimEnd();
}

const shortened = (name) => (name.length < nameWidth ? name : `${name.slice(0, nameWidth - 2)}…`);

function verdictLine(cases) {
  const judged = cases.flatMap(({ name, figures }) => figures.map((one) => ({ name, ...one })));
  const beyond = judged.filter(({ verdict }) => verdict === "beyond");
  const count = beyond.length + judged.filter(({ verdict }) => verdict === "within").length;
  const listed = beyond.map(({ name, figure }) => `${name} ${figure}`).join(", ");
  return beyond.length === 0
    ? `Verdict: the lower 95 % bound of the ratio is at most ${limit} for all ${count} figures.`
    : `Verdict: the lower 95 % bound of the ratio exceeds ${limit} for ${beyond.length} of ${count} figures:\n  ${listed}`;
}
