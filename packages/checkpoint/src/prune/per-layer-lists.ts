import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";

/** Lists that are no lists of layers, however long they are. */
const otherLists = /^architectures$|_token_ids?$|^suppress_tokens$|^languages$|^labels$/;

/**
 * Every list of a config with an entry for each layer, with the entries of the layers that are left; and what counts layers from the
 * first. transformers refuses a config whose `layer_types` are more than its layers.
 *
 * @param kept the numbers of the layers that are left, ascending
 */
export function perLayerLists(mapped: MappedCheckpoint, kept: readonly number[]): Config {
  const { config } = mapped;
  const depth = mapped.layerNumbers ? Number(config.num_hidden_layers) : mapped.architecture.layers.length;
  const places = kept.map((layer) => mapped.layerNumbers?.[layer] ?? layer);
  const lists = Object.entries(config).flatMap(([key, value]) =>
    Array.isArray(value) && value.length === depth && !otherLists.test(key)
      ? [[key, places.map((place) => value[place])] as const]
      : [],
  );
  const { max_window_layers: without } = config;
  const counted =
    typeof without === "number" && kept.length < depth
      ? { max_window_layers: places.filter((place) => place < without).length }
      : {};
  return { ...Object.fromEntries(lists), ...counted };
}
