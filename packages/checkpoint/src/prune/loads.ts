import {
  type Architecture,
  ffnMultOf,
  type LoadedShape,
  type Loader,
  type LoaderRule,
  loaders,
  rulesFor,
} from "@zerolm/core";
import type { Config } from "../checkpoint.js";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { formOf } from "./uniformity.js";

/** A program that loads a pruned checkpoint, and the rules that say so. */
export interface Loads {
  readonly loader: Loader;
  /** The version in which the rules were read. */
  readonly version: string;
  readonly rules: readonly Pick<LoaderRule, "rule" | "source">[];
  /** What it needs beside the rules, if anything. */
  readonly needs?: string;
}

/** zerolm reads whatever it writes: `prunedConfig` reads its config back before it is written. */
const ownRule = { rule: "the config reads back as planned", source: "this version" };

/** What needs other code than NVIDIA publishes: a width that no factor stands for. */
const otherWidths =
  "DeciLM code that reads intermediate_size in block_configs (that of Nemotron Super 49B v1.5 reads only ffn_mult, which --multiple-of 256 writes)";

/** Every program whose rules a pruned checkpoint keeps. */
export function loadsOf(mapped: MappedCheckpoint, pruned: Architecture, config: Config): Loads[] {
  const { hidden, layers } = pruned;
  const form = formOf(mapped, layers);
  const shape: LoadedShape = { hidden, layers, config };
  return loaders.flatMap((loader): Loads[] => {
    if (loader === "zerolm") return [{ loader, version: "this version", rules: [ownRule] }];
    const rules = rulesFor(loader, mapped.family, form);
    const [first] = rules;
    if (!first || !rules.every(({ keeps }) => keeps(shape))) return [];
    const needs = form === "block_configs" && hasOtherWidths(pruned) ? { needs: otherWidths } : {};
    return [
      {
        loader,
        version: first.version,
        rules: rules.map(({ rule, source }) => ({ rule, source })),
        ...needs,
      },
    ];
  });
}

const hasOtherWidths = ({ hidden, layers }: Architecture): boolean =>
  layers.some(({ ffn }) => ffn?.kind === "gated" && ffnMultOf(ffn.width, hidden) === undefined);

/**
 * The claim in words: program, version and rules, that which was asked for first.
 *
 * @example
 * loadedByText(loads, "vllm"); // "vllm 013a279 (all layers are equal), zerolm this version (…)"
 */
export function loadedByText(loads: readonly Loads[], asked: Loader): string {
  const first = (one: Loads): number => (one.loader === asked ? 0 : 1);
  return [...loads]
    .sort((one, other) => first(one) - first(other))
    .map(({ loader, version, rules, needs }) => {
      const kept = rules.map(({ rule }) => rule).join("; ");
      return `${loader} ${version} (${kept})${needs === undefined ? "" : `, with ${needs}`}`;
    })
    .join(", ");
}
