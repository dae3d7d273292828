import type { Layer } from "./architecture.js";
import type { Ffn } from "./ffn/ffn.js";
import type { Mixer } from "./mixer/mixer.js";
import { layerOf, type Resolved } from "./resolve.js";

const partKeys = ["mixer", "cross", "ffn"] as const;

/**
 * Reads layers of one hidden size that combine few parts in many ways, as those of a space do: a part that is one object in several layers
 * is checked and resolved once.
 */
export class LayerReader {
  readonly #hidden: number;
  readonly #known = new Map<unknown, Mixer | Ffn>();

  constructor(hidden: number) {
    this.#hidden = hidden;
  }

  /** What {@link layerOf} makes of the value. */
  read(value: Readonly<Record<string, unknown>>): Resolved<Layer> {
    const known = this.#knownIn(value);
    const { length } = Object.keys(value);
    // Adapters and marks belong to the whole layer and are read with it.
    if (length > 0 && Object.keys(known).length === length) return { value: known };
    const { value: layer, problems } = layerOf(value, this.#hidden);
    if (problems) return { problems };
    const whole: Layer = { ...layer, ...known };
    for (const key of partKeys) if (whole[key]) this.#known.set(value[key], whole[key]);
    return { value: whole };
  }

  #knownIn(value: Readonly<Record<string, unknown>>): Layer {
    const known = partKeys.map((key) => [key, this.#known.get(value[key])] as const);
    return Object.fromEntries(known.filter(([, part]) => part));
  }
}
