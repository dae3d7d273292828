import type { Value } from "../../graph/value.js";
import type { Part } from "../scope.js";
import type { Stream } from "../stream.js";

/** What a mixer sees. */
export interface Mix {
  /** The stream that it mixes. */
  readonly stream: Stream;
  /** Where keys and values come from: the same stream, or that of an encoder. */
  readonly source: Stream;
  /** Whether tokens are hidden from those before them. */
  readonly isCausal: boolean;
  /** The number of the layer, from 0. */
  readonly layer: number;
}

/** Builds a mixer of one kind: what it adds to the stream. */
export type MixerNetwork<Config> = (config: Config, part: Part, mix: Mix) => Value;
