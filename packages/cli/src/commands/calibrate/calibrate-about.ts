import type { Benchmark, Spread } from "@zerolm/core";
import { counted } from "@zerolm/view";

export const defaultDraws = 100;

/** How often labels were drawn, and what the figures are therefore. */
export const drawsText = (draws: number): string =>
  `${counted(draws, "draw")}${draws === 1 ? "" : ", mean ± standard deviation"}:`;

/** A mean with its standard deviation, which a single draw has not. */
export const spreadText = (
  { mean, standardDeviation }: Spread,
  draws: number,
  text: (value: number) => string,
): string => (draws === 1 ? text(mean) : `${text(mean)} ± ${text(standardDeviation)}`);

/** Which benchmark a calibration is for. */
export interface About {
  readonly benchmark: string;
  readonly reading: string | undefined;
  readonly architectures: number;
}

export const aboutOf = ({ name, reading, entries }: Benchmark): About => ({
  benchmark: name,
  reading,
  architectures: entries.length,
});

export const titleOf = ({ benchmark, reading, architectures }: About): string =>
  `${benchmark}: ${counted(architectures, "trained network")}${reading === undefined ? "" : `, reading ${reading}`}`;
