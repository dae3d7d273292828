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

/** Whether a layer slides, by the keys of a config. */
type Rule = (keys: ConfigKeys) => (layer: number) => boolean;

/**
 * `layer_types` says which layers slide; if it is not there, the rule of the family does.
 *
 * @param slides the rule
 * @param usual `sliding_window` if the config does not say
 */
export const typedWindows = (slides: Rule, usual?: number): Windows => ({
  read(keys, depth) {
    const types = keys.layerTexts("layer_types", depth, [full, sliding]);
    const isSliding = types ? (layer: number) => types[layer] === sliding : slides(keys);
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
  typedWindows((keys) => {
    const period = keys.sizeOr("sliding_window_pattern", "depth", usual);
    return (layer) => (layer + 1) % period !== 0;
  }, window);

/** Windows that hold only if `use_sliding_window` is true. */
const ifUsed = (windows: Windows): Windows => ({
  read: (keys, depth) =>
    keys.flag("use_sliding_window", false) ? windows.read(keys, depth) : new Array<undefined>(depth),
  write: (layers) =>
    windowsOf(layers).some((window) => window !== undefined)
      ? { ...windows.write(layers), use_sliding_window: true }
      : {},
});

const maximumLayers = (keys: ConfigKeys): number => keys.countOr("max_window_layers", 1024, 28);

/** The layers from `max_window_layers` on slide (Qwen2, Qwen3). */
export const lateWindows = ifUsed(
  typedWindows((keys) => {
    const first = maximumLayers(keys);
    return (layer) => layer >= first;
  }, 4096),
);

/** Every other layer before `max_window_layers` slides (the mixtures of Qwen2). */
export const earlyWindows = ifUsed(
  typedWindows((keys) => {
    const end = maximumLayers(keys);
    return (layer) => layer % 2 === 0 && layer < end;
  }, 4096),
);

/** Every layer slides (the mixtures of Qwen3). */
export const maybeWindow = ifUsed(sameWindow(4096));

/** The layers without rotary positions slide: those where `no_rope_layers` is 0, or every `no_rope_layer_interval`-th (SmolLM3). */
export const withoutRotation = ifUsed(
  typedWindows((keys) => {
    const rotated: unknown = keys.config.no_rope_layers;
    if (Array.isArray(rotated)) return (layer) => rotated[layer] === 0;
    const interval = keys.sizeOr("no_rope_layer_interval", "depth", 4);
    return (layer) => (layer + 1) % interval === 0;
  }),
);
