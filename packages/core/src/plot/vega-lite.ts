import { UsageError } from "../errors.js";

/** Anything that survives a trip through JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, deeply read-only. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A Vega-Lite 6 specification with its data inline: what a plot shows, and nothing about who draws it.
 * Any Vega-Lite renderer takes it as it is. See https://vega.github.io/vega-lite/docs/spec.html.
 */
export interface VegaLiteSpec extends JsonObject {
  readonly $schema: typeof vegaLiteSchema;
  /** What a person who cannot see the plot is told. */
  readonly description: string;
}

export const vegaLiteSchema = "https://vega.github.io/schema/vega-lite/v6.json";

/**
 * The rows, once every number in them is known to be finite.
 *
 * Vega-Lite leaves out a mark whose position is NaN or infinite, and JSON turns both into null: the plot would show fewer
 * points than it was given and not say so. Refusing is the smaller mistake.
 *
 * @param what names the rows in the error, as `front`
 */
export function finiteRows<Row extends JsonObject>(what: string, rows: readonly Row[]): readonly Row[] {
  for (const [index, row] of rows.entries()) {
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw new UsageError(
          `${what}[${index}].${key} is ${value}, which cannot be plotted. Leave that architecture out.`,
        );
      }
    }
  }
  return rows;
}
