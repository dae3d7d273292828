import type { ForwardKeys } from "./forward-keys.js";
import { type Rotary, wavelengthsOf } from "./rotary.js";

/*
 * The kinds of rotary positions that configs of transformers name, each as wavelengths λᵢ of the pairs of features, from those of the base,
 * base^(2i / width). Configs before transformers 5 say `rope_theta` and `rope_scaling`, later ones `rope_parameters`. Source: transformers 5.18,
 * `modeling_rope_utils.py`.
 */

/** What of a config decides the wavelengths of a layer. */
interface Rope {
  /** `rope_parameters` or `rope_scaling`. */
  readonly keys: ForwardKeys;
  readonly config: ForwardKeys;
  readonly base: number;
  /** Features that are turned. */
  readonly width: number;
  /** Tokens of the sequence at hand. */
  readonly tokens: number;
}

type Scaling = (rope: Rope) => Rotary;

const unscaled: Scaling = ({ base, width }) => ({ wavelengths: wavelengthsOf(base, width), factor: 1 });

/** Positions divided by a factor (Chen et al. 2023). */
const linear: Scaling = ({ keys, base, width }) => {
  const factor = keys.number("factor");
  return { wavelengths: wavelengthsOf(base, width).map((one) => one * factor), factor: 1 };
};

/** Long wavelengths times a factor, short ones as they are, those between smoothly (Llama 3.1). */
const llama3: Scaling = ({ keys, config, base, width }) => {
  const factor = keys.number("factor");
  const [low, high] = [keys.number("low_freq_factor"), keys.number("high_freq_factor")];
  const original = keys.number("original_max_position_embeddings", maximumOf(config));
  const wavelengths = wavelengthsOf(base, width).map((one) => {
    const turns = original / (2 * Math.PI * one);
    if (turns > high) return one;
    if (turns < low) return one * factor;
    const smooth = (turns - low) / (high - low);
    return one / ((1 - smooth) / factor + smooth);
  });
  return { wavelengths, factor: 1 };
};

/** YaRN (Peng et al. 2023): interpolated where wavelengths are long, and queries and keys made larger. */
const yarn: Scaling = ({ keys, config, base, width }) => {
  const original = keys.number("original_max_position_embeddings", maximumOf(config));
  const factor = keys.number("factor", (maximumOf(config) ?? original) / original);
  const pairOf = (turns: number): number =>
    (width * Math.log(original / (turns * 2 * Math.PI))) / (2 * Math.log(base));
  const [fast, slow] = [pairOf(keys.number("beta_fast", 32)), pairOf(keys.number("beta_slow", 1))];
  const truncate = keys.flag("truncate", true);
  const first = Math.max(0, truncate ? Math.floor(fast) : fast);
  const last = Math.min(width - 1, truncate ? Math.ceil(slow) : slow);
  const ramp = (pair: number): number =>
    Math.min(1, Math.max(0, (pair - first) / (last === first ? 0.001 : last - first)));
  const wavelengths = wavelengthsOf(base, width).map(
    (one, pair) => one / (ramp(pair) / factor + 1 - ramp(pair)),
  );
  return { wavelengths, factor: keys.number("attention_factor", yarnFactor(keys, factor)) };
};

/** .1·m·ln(factor) + 1, or the quotient of two of them if the config gives two m. */
function yarnFactor(keys: ForwardKeys, factor: number): number {
  const scaled = (m: number): number => (factor <= 1 ? 1 : 0.1 * m * Math.log(factor) + 1);
  if (!keys.has("mscale") || !keys.has("mscale_all_dim")) return scaled(1);
  return scaled(keys.number("mscale")) / scaled(keys.number("mscale_all_dim"));
}

/** A factor for each pair, one list for sequences up to the original length and one for longer (Ding et al. 2024). */
const longrope: Scaling = ({ keys, config, base, width, tokens }) => {
  const own = config.has("original_max_position_embeddings") ? config : keys;
  const original = own.number("original_max_position_embeddings", maximumOf(config));
  const ratio = keys.number("factor", (maximumOf(config) ?? original) / original);
  const usual = ratio <= 1 ? 1 : Math.sqrt(1 + Math.log(ratio) / Math.log(original));
  const pairs = keys.numbers(tokens > original ? "long_factor" : "short_factor", Math.floor(width / 2));
  const wavelengths = wavelengthsOf(base, width).map((one, pair) => one * (pairs[pair] as number));
  return { wavelengths, factor: keys.number("attention_factor", usual) };
};

const maximumOf = (config: ForwardKeys): number | undefined => config.numberIfAny("max_position_embeddings");

/**
 * The kinds by name. `dynamic` changes nothing up to `max_position_embeddings`, beyond which no window goes.
 */
const scalings: Readonly<Record<string, Scaling>> = {
  default: unscaled,
  linear,
  dynamic: unscaled,
  llama3,
  yarn,
  longrope,
  su: longrope,
};

/** How a family has rotary positions. */
export interface RopeTraits {
  /** `rope_theta` if the config does not say. Default: 10,000. */
  readonly base?: number;
  /** The share of the features of a head that is turned. Default: all. */
  readonly share?: number;
  /** Whether the features of a pair are neighbours. Default: false. */
  readonly isInterleaved?: boolean;
}

/**
 * The rotary positions that a config asks for.
 *
 * @param kind of layers, if `rope_parameters` has a map for each, as `full_attention`
 * @returns what turns heads of a width in sequences of so many tokens
 * @throws {InputError} that names the key that is not computed
 */
export function ropeOf(
  config: ForwardKeys,
  traits: RopeTraits = {},
  kind?: string,
): (width: number, tokens: number) => Rotary {
  const given = config.map("rope_scaling") ?? config.map("rope_parameters");
  const keys = (kind === undefined ? undefined : given?.map(kind)) ?? given ?? config;
  const base = keys.number("rope_theta", config.number("rope_theta", traits.base ?? 10_000));
  const share = shareOf(config, keys, traits.share);
  const isOwn = keys !== config;
  const named = keys.has("rope_type") ? "rope_type" : "type";
  const scaling = isOwn ? keys.choice(named, scalings, "default") : unscaled;
  return (width, tokens) => {
    const rope = { keys, config, base, width: Math.trunc(width * share), tokens };
    return { ...scaling(rope), isInterleaved: traits.isInterleaved };
  };
}

/** A family that turns all features does not look at `partial_rotary_factor`, and one that asks for it is not computed. */
function shareOf(config: ForwardKeys, keys: ForwardKeys, usual: number | undefined): number {
  const key = "partial_rotary_factor";
  const share = keys.number(key, config.number(key, usual ?? 1));
  if (share > 1) config.refuse(key, `must be a number up to 1, not ${share}`);
  if (usual === undefined && share !== 1)
    config.refuse(key, `is ${share}, but this family applies rotary positions to whole heads`);
  return share;
}
