import { defaultAlpha } from "@zerolm/core";
import type { OutcomeOf } from "@zerolm/tasks";
import { type Block, lines, right, table } from "../blocks/block.js";
import { correlationText, counted } from "../words/numbers.js";

type Outcome = OutcomeOf<"calibrate">;

/** A mean over draws. */
interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** What alpha was chosen, or what labels are worth to a predictor. */
export function calibrateView(outcome: Outcome): Block[] {
  const { alpha, curve = [], spearman, kendall, defaultKendall } = outcome;
  if (typeof alpha === "number") return [lines(...labelFreeLines(alpha, outcome))];
  return alpha && spearman && kendall && defaultKendall
    ? [lines(...alphaLines({ alpha, spearman, kendall, defaultKendall }, outcome))]
    : predictorBlocks(curve, outcome);
}

const titleOf = ({ benchmark, reading, architectures }: Outcome): string =>
  `${benchmark}: ${counted(architectures, "trained network")}${reading === undefined ? "" : `, reading ${reading}`}`;

/** How often labels were drawn, and what the figures are therefore. */
const drawsText = (draws: number): string =>
  `${counted(draws, "draw")}${draws === 1 ? "" : ", mean ± standard deviation"}:`;

/** A mean with its standard deviation, which a single draw has not. */
const spreadText = (
  { mean, standardDeviation }: Spread,
  draws: number,
  text: (value: number) => string,
): string => (draws === 1 ? text(mean) : `${text(mean)} ± ${text(standardDeviation)}`);

const useIt = (alpha: number): string =>
  `Use it with evaluate, rank or search: --proxy zerolm --alpha ${alpha}`;

const labelFreeLines = (alpha: number, outcome: Outcome): string[] => [
  titleOf(outcome),
  `alpha ${alpha} without labels, from the shapes of its architectures alone`,
  useIt(alpha),
];

function alphaLines(
  { alpha, spearman, kendall, defaultKendall }: Readonly<Record<AlphaFigure, Spread>>,
  outcome: Outcome,
): string[] {
  const { labels = 0, draws = 1, architectures } = outcome;
  const line = (name: string, spread: Spread): string =>
    `  ${name.padEnd(12)}${spread.mean < 0 ? "" : " "}${spreadText(spread, draws, (value) => value.toFixed(3))}`;
  return [
    titleOf(outcome),
    `alpha from ${labels} labelled networks, ${drawsText(draws)}`,
    line("alpha", alpha),
    line("Spearman ρ", spearman),
    line("Kendall τ", kendall),
    line(`τ at α ${defaultAlpha}`, defaultKendall),
    `ρ and τ: on the ${architectures - labels} networks whose labels were not used.`,
    kendall.mean > defaultKendall.mean
      ? useIt(Number(alpha.mean.toFixed(2)))
      : `With so few labels, alpha is no better here than ${defaultAlpha}, which needs none.`,
  ];
}

type AlphaFigure = "alpha" | "spearman" | "kendall" | "defaultKendall";

function predictorBlocks(curve: NonNullable<Outcome["curve"]>, outcome: Outcome): Block[] {
  const { prior = "" } = outcome;
  const draws = Math.min(...curve.map((point) => point.draws));
  const rows = curve.map(({ labels, spearman, kendall, priorKendall, coverage, draws: own }) => [
    String(labels),
    spreadText(spearman, own, correlationText),
    spreadText(kendall, own, correlationText),
    correlationText(priorKendall.mean),
    coverage ? `${(100 * coverage.mean).toFixed(0)} %` : "n/a",
  ]);
  return [
    lines(titleOf(outcome), `a predictor from labels and ${prior}, ${drawsText(draws)}`),
    table([right("labels"), right("ρ"), right("τ"), right("τ of prior"), right("in 95 %")], rows),
    lines(
      "ρ, τ: Spearman and Kendall on the networks whose labels were not used.",
      `τ of prior: τ of ${prior} on the same networks, without labels.`,
      "in 95 %: share of unseen networks whose quality lies in their 95 % interval.",
    ),
  ];
}
