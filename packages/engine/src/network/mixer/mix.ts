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
  /** Whether queries and keys are turned by their positions: an architecture without learned positions. */
  readonly isRotary: boolean;
}

/** Builds a mixer of one kind: what it adds to the stream. */
export type MixerNetwork<Config> = (config: Config, part: Part, mix: Mix) => Value;
