import { type EvaluationOutcome, rowName } from "@zerolm/tasks";
import { csvText } from "../blocks/csv.js";

/** The scores of every network as CSV, a row a network and a column a proxy; a cell is empty without a score. */
export function scoresCsv(evaluations: readonly EvaluationOutcome[]): string {
  const names = [...new Set(evaluations.flatMap(({ results }) => results.map(rowName)))];
  const sizes = ["depth", "hidden", "parameters", "nonEmbeddingParameters"];
  const rows = evaluations.flatMap(({ benchmark, reading, networks = [] }) =>
    networks.map(({ id, quality, depth, hidden, parameters, nonEmbeddingParameters, scores }) => {
      const byName = new Map(Object.entries(scores));
      return [
        ...[benchmark, reading, id, quality, depth, hidden, parameters, nonEmbeddingParameters],
        ...names.map((name) => byName.get(name)),
      ];
    }),
  );
  return csvText(["benchmark", "reading", "id", "quality", ...sizes, ...names], rows);
}
