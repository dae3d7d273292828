import { z } from "zod";
import type { Architecture, ArchitectureInput } from "../architecture/architecture.js";
import type { Resolved } from "../architecture/resolve.js";
import { maximumVocabulary, size } from "../architecture/size.js";
import type { Problem } from "../document/check.js";
import type { TensorsOf } from "./tensor-names.js";

/** What the head of a class depends on. */
export interface HeadChoice {
  /** Number of labels of a classifier. */
  readonly labels: number;
  /** Whether the projection to the vocabulary is the token embedding again. */
  readonly tied: boolean;
}

/** A head as a document gives it. */
export type HeadInput = NonNullable<ArchitectureInput["head"]>;

/** The head of a class. */
export type HeadOf = (choice: HeadChoice) => HeadInput;

/** The heads of a family by class name, as `architectures[0]` gives it. */
export type Heads = Readonly<Record<string, HeadOf>>;

/** What a family reads from its own keys: everything but name, head and initialiser. */
export type Body = Omit<ArchitectureInput, "$schema" | "name" | "head" | "initialiser">;

/** One layer, or several equal ones. */
export type LayerInput = ArchitectureInput["layers"][number];

/** The keys and values of a `config.json`. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Whether and how checkpoints of a family are pruned: by whose keys its config says layers that differ, those of Nemotron-NAS under that
 * name or under its own; why its heads and its hidden size stay, if its FFN rows alone are cut; why its hidden size alone stays; or why its
 * checkpoints are not pruned.
 */
export type Pruning =
  | {
      readonly unequalAs: "nemotron-nas" | "own";
      readonly headsStay?: string;
      readonly hiddenStays?: string;
      readonly refused?: undefined;
    }
  | {
      readonly unequalAs?: undefined;
      readonly headsStay?: undefined;
      readonly hiddenStays?: undefined;
      readonly refused: string;
    };

/** One `model_type` of Hugging Face. A new one is one file beside this one and one row in `families`. */
export interface Family {
  /** What is read, in a few words for lists. */
  readonly summary: string;
  readonly heads: Heads;
  /** The class that the model was pre-trained as: that of language models within others, and of checkpoints of unknown classes. */
  readonly defaultClass: string;
  /** `tie_word_embeddings` where the config does not say. */
  readonly tiedByDefault: boolean;
  /** Labels of a classifier where the config does not say. Default: 2. */
  readonly labelsByDefault?: number;
  /** Classes that are the encoder of an encoder-decoder alone. Default: none. */
  readonly encoderClasses?: readonly string[];
  /** Checks the keys of this family; problems stand under the keys of the config, not under ours. */
  readonly read: (config: Values) => Resolved<Body>;
  /** The keys of this family that come nearest to an architecture. What `read` makes of them is compared with it. */
  readonly write: (architecture: Architecture) => Values;
  /** What the tensors of the body begin with in a model with a head; without one they begin with nothing. Default: nothing. */
  readonly prefix?: string;
  /** Other names under which transformers takes keys, and the keys that they stand for. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The class that `AutoModel` builds, which is meant where `architectures` is absent. Default: the first that ends in Model. */
  readonly bareClass?: string;
  /** What the keys of a config change in the head of its class. Default: nothing. */
  readonly headOf?: (head: HeadInput, config: Values) => HeadInput;
  /** The key of the standard deviation of weights. Default: `initializer_range`. */
  readonly initialiserKey?: string;
  /** What to know of every config of the family. Default: nothing. */
  readonly note?: string;
  /** The model types of configs that hold this one as `text_config`, with what else they hold. Default: none. */
  readonly partOf?: Readonly<Record<string, string>>;
  /** Sizes that are meant where a part of a multimodal config leaves them out, as transformers has them. Default: none. */
  readonly defaults?: Values;
  /** Every tensor that a checkpoint may have. Missing: its checkpoints are not read. */
  readonly tensors?: TensorsOf | undefined;
  /** Buffers that old versions saved and nobody needs. */
  readonly ignored?: RegExp;
  /** The numbers that the layers have in the file if it numbers some that hold nothing. */
  readonly layerNumbers?: (config: Values) => readonly number[] | undefined;
  readonly pruning: Pruning;
}

/** The keys that mean the same in every family. Null counts as absent, as in transformers. */
export const commonSchema = z.looseObject({
  _name_or_path: z.string().nullish(),
  architectures: z.array(z.string()).nullish(),
  initializer_range: z.number().positive().max(1e3).nullish(),
  init_std: z.number().positive().max(1e3).nullish(),
  tie_word_embeddings: z.boolean().nullish(),
  num_labels: size(maximumVocabulary, "Labels of a classifier.").nullish(),
  id2label: z.record(z.string(), z.unknown()).nullish(),
});

/** A problem where `divisor` does not divide `dividend`; `advice` says what to do. */
export function indivisible(
  key: string,
  [divisorName, divisor]: readonly [string, number],
  [dividendName, dividend]: readonly [string, number],
  advice?: string,
): Problem[] {
  if (dividend % divisor === 0) return [];
  const message = `${divisorName} ${divisor} does not divide ${dividendName} ${dividend}`;
  return [{ path: [key], message: advice === undefined ? message : `${message}. ${advice}` }];
}

/** Layers by a key each; those of the same key in a row are one with `repeat`, which is then checked once. */
export function inRuns<Key>(keys: readonly Key[], layerOf: (key: Key) => LayerInput): LayerInput[] {
  const runs: { key: Key; repeat: number }[] = [];
  for (const key of keys) {
    const last = runs.at(-1);
    if (last?.key === key) last.repeat++;
    else runs.push({ key, repeat: 1 });
  }
  return runs.map(({ key, repeat }) => ({ ...layerOf(key), repeat }));
}

/** The body, unless there are problems. */
export function bodyUnless(problems: readonly Problem[], body: () => Body): Resolved<Body> {
  return problems.length > 0 ? { problems } : { value: body() };
}
