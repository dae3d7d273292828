import type { Benchmark } from "@zerolm/core";
import { counted } from "../output/numbers.js";

export const defaultDraws = 100;

/** Which benchmark a calibration is for. */
export interface About {
  readonly benchmark: string;
  readonly inventory: string | undefined;
  readonly architectures: number;
}

export const aboutOf = ({ name, inventory, entries }: Benchmark): About => ({
  benchmark: name,
  inventory,
  architectures: entries.length,
});

export const titleOf = ({ benchmark, inventory, architectures }: About): string =>
  `${benchmark}: ${counted(architectures, "trained network")}${inventory === undefined ? "" : `, inventory ${inventory}`}`;
