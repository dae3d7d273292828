import { InputError } from "@zerolm/core";
import { RE2JS } from "re2js";

/** Finds the value of a module in a map such as `rank_pattern`. */
export type Patterned = (module: string) => number | undefined;

/**
 * A map from patterns to numbers as PEFT reads it (`get_pattern_key`): a pattern K means a module if `(.*\.)?(K)$` matches its name from
 * the start; the first pattern that does counts.
 *
 * The patterns are those of a file that nobody vouches for. RE2 matches in time linear in the name, whatever the pattern; it has neither
 * look-around nor back-references.
 *
 * @param key of the config, for messages
 * @throws {InputError} for a pattern that RE2 does not take
 * @example
 * patterned({ "layers\\.[01]\\..*q_proj": 64 }, "alpha_pattern")("model.layers.0.self_attn.q_proj"); // 64
 */
export function patterned(map: unknown, key: string): Patterned {
  const entries = Object.entries(isMap(map) ? map : {}).map(([pattern, value]) => ({
    regex: compiled(pattern, key),
    value,
  }));
  return (module) => entries.find(({ regex }) => regex.matches(module))?.value;
}

const isMap = (map: unknown): map is Readonly<Record<string, number>> =>
  typeof map === "object" && map !== null;

function compiled(pattern: string, key: string): RE2JS {
  const place = { file: "adapter_config.json", key: `${key}["${pattern.slice(0, 80)}"]` };
  if (pattern.length > maximumPattern)
    throw new InputError(`has ${pattern.length} characters, above the maximum of ${maximumPattern}`, place);
  try {
    return RE2JS.compile(`(.*\\.)?(${pattern})`, RE2JS.DOTALL);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : "";
    throw new InputError(
      `is not a supported regular expression (${why}). Merge the adapter with PEFT first.`,
      place,
    );
  }
}

/** Far above any list of modules; the size of an automaton grows with the pattern. */
const maximumPattern = 10_000;
