import type { EvaluationPlotInput } from "../../src/plot/evaluation-plot.js";
import type { ParetoPlotInput, ParetoPoint } from "../../src/plot/pareto-plot.js";
import { Random } from "../../src/random/random.js";

/** A made-up space: scores grow with size, the more slowly the larger, with luck. */
function sample(random: Random): ParetoPoint {
  const parameters = Math.round(2e6 + 12e6 * random.uniform());
  return {
    parameters,
    score: Number((Math.log(parameters / 1e6) * (0.6 + 0.4 * random.uniform())).toFixed(4)),
  };
}

function frontOf(points: readonly ParetoPoint[]): ParetoPoint[] {
  const bySize = [...points].sort((a, b) => a.parameters - b.parameters);
  return bySize.filter((point, index) =>
    bySize.slice(0, index).every((smaller) => smaller.score < point.score),
  );
}

/** A Pareto plot with everything on it. */
export function paretoExample(): ParetoPlotInput {
  const random = new Random(1);
  const cloud = Array.from({ length: 160 }, () => sample(random));
  const maximum = 10e6;
  const best = cloud
    .filter((point) => point.parameters <= maximum)
    .sort((a, b) => b.score - a.score)
    .slice(0, 5)
    .map((point, index) => ({ rank: index + 1, ...point }));
  return {
    space: "flexibert",
    proxy: "zerolm",
    alpha: 0.55,
    front: frontOf(cloud),
    best,
    cloud,
    budget: { maximum },
  };
}

/** Three proxies on a made-up benchmark of four groups, from one that follows quality to one that hardly does. */
export function evaluationExample(): EvaluationPlotInput {
  const random = new Random(2);
  const groups = ["2 × 128", "2 × 256", "4 × 128", "4 × 256"];
  const trained = Array.from({ length: 60 }, (_, index) => {
    const group = index % groups.length;
    return { group: groups[group]!, quality: Number((64 + 3 * group + 2 * random.normal()).toFixed(3)) };
  });
  const panel = (
    proxy: string,
    noise: number,
    scale: number,
    correlations: { spearman: number; kendall: number },
  ) => ({
    proxy,
    ...correlations,
    points: trained.map(({ group, quality }) => ({
      score: Number((scale * (quality - 55 + noise * random.normal())).toFixed(4)),
      quality,
      group,
    })),
  });
  return {
    benchmark: "nas-bench-bert",
    reading: "labelled",
    quality: "GLUE",
    panels: [
      { ...panel("zerolm", 1.5, 0.1, { spearman: 0.842, kendall: 0.643 }), alpha: 0.7 },
      panel("nsc", 2.5, 400, { spearman: 0.835, kendall: 0.635 }),
      panel("parameters", 6, 3e5, { spearman: 0.675, kendall: 0.484 }),
    ],
  };
}
