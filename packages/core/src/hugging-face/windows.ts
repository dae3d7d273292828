import type { Layer } from "../architecture/architecture.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Values } from "./family.js";

/** How a family says how many tokens each layer sees back. */
export interface Windows {
  /** One number a layer; undefined for the whole sequence. */
  readonly read: (keys: ConfigKeys, depth: number) => readonly (number | undefined)[];
  readonly write: (layers: readonly Layer[]) => Values;
}

const [full, sliding] = ["full_attention", "sliding_attention"] as const;

const windowsOf = (layers: readonly Layer[]): (number | undefined)[] =>
  layers.map(({ mixer }) => (mixer?.kind === "attention" ? mixer.window : undefined));

/**
 * `layer_types` says which layers slide; if it is not there, the rule of the family does.
 *
 * @param slides whether a layer slides by that rule
 * @param usual `sliding_window` if the config does not say
 */
export const typedWindows = (
  slides: (layer: number, keys: ConfigKeys, depth: number) => boolean,
  usual?: number,
): Windows => ({
  read(keys, depth) {
    const types = keys.layerTexts("layer_types", depth, [full, sliding]);
    const isSliding = types
      ? (layer: number) => types[layer] === sliding
      : (layer: number) => slides(layer, keys, depth);
    const absent = keys.config.sliding_window === undefined ? usual : undefined;
    const window = keys.sizeOr("sliding_window", "vocabulary", absent);
    return Array.from({ length: depth }, (_, layer) => (isSliding(layer) ? window : undefined));
  },
  write(layers) {
    const windows = windowsOf(layers);
    const window = windows.find((one) => one !== undefined);
    return {
      layer_types: windows.map((one) => (one === undefined ? full : sliding)),
      sliding_window: window ?? null,
    };
  },
});

/** Every layer slides if `sliding_window` says how far. */
export const sameWindow = (usual?: number): Windows => ({
  read(keys, depth) {
    const absent = keys.config.sliding_window === undefined ? usual : undefined;
    return new Array<number | undefined>(depth).fill(keys.sizeOr("sliding_window", "vocabulary", absent));
  },
  write: (layers) => ({ sliding_window: windowsOf(layers)[0] ?? null }),
});

/** All but every n-th layer slides, as `sliding_window_pattern` says. */
export const everyNth = (usual: number, window: number): Windows =>
  typedWindows((layer, keys) => {
    const period = keys.sizeOr("sliding_window_pattern", "depth", usual);
    return (layer + 1) % period !== 0;
  }, window);

/** The layers from `max_window_layers` on slide if `use_sliding_window` is true (Qwen2). */
export const lateWindows: Windows = (() => {
  const typed = typedWindows((layer, keys) => layer >= keys.countOr("max_window_layers", 1024, 28), 4096);
  return {
    read: (keys, depth) =>
      keys.flag("use_sliding_window", false) ? typed.read(keys, depth) : new Array<undefined>(depth),
    write: (layers) =>
      windowsOf(layers).some((window) => window !== undefined)
        ? { ...typed.write(layers), use_sliding_window: true }
        : {},
  };
})();
