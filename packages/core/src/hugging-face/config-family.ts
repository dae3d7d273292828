import { ConfigKeys } from "./config-keys.js";
import { type Facts, factsOf } from "./facts.js";
import { type Body, bodyUnless, type Family, type Values } from "./family.js";

/** The sizes that every config has. */
export interface Sizes {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly depth: number;
  readonly heads: number;
}

/** What the config calls them. */
export interface SizeKeys {
  readonly hidden: string;
  readonly heads: string;
  /** Missing if there are no tokens. */
  readonly vocabulary: string | undefined;
  /** Missing if the number of layers follows from a list of them. */
  readonly depth: string | undefined;
}

/** The names that most configs have. */
export const usualKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "hidden_size",
  depth: "num_hidden_layers",
  heads: "num_attention_heads",
};

/** The names of GPT-2 and its descendants. */
export const gptKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "n_embd",
  depth: "n_layer",
  heads: "n_head",
};

/** Other names under which transformers takes the sizes of GPT-2's descendants. */
export const gptAliases = {
  hidden_size: "n_embd",
  num_hidden_layers: "n_layer",
  num_attention_heads: "n_head",
  max_position_embeddings: "n_positions",
};

/** What distinguishes a family that is read key by key. */
interface Traits extends Omit<Family, "read" | "write" | "tiedByDefault" | "pruning"> {
  /** Default: the usual names. */
  readonly keys?: SizeKeys;
  /** Default: false. */
  readonly tiedByDefault?: boolean;
  /** Default: that nobody has made it. */
  readonly pruning?: Family["pruning"];
  /** Everything but hidden size. */
  readonly body: (keys: ConfigKeys, sizes: Sizes) => Omit<Body, "hidden">;
  /** The keys beside the sizes that come nearest to an architecture. */
  readonly flags: (facts: Facts) => Values;
}

/** A family that is read key by key: how one of many descendants of BERT and GPT-2 is said in few lines. */
export function configFamily({ keys = usualKeys, body, flags, ...traits }: Traits): Family {
  return {
    tiedByDefault: false,
    pruning: { refused: "its checkpoints are not read" },
    ...traits,
    read(config) {
      const read = new ConfigKeys(config);
      const sizes = sizesOf(read, keys);
      const found = body(read, sizes);
      return bodyUnless(read.problems, () => ({ ...found, hidden: sizes.hidden }));
    },
    write(architecture) {
      const facts = factsOf(architecture);
      return { ...sizeValues(facts, keys), ...flags(facts) };
    },
  };
}

const sizesOf = (read: ConfigKeys, keys: SizeKeys): Sizes => ({
  vocabulary: keys.vocabulary === undefined ? 0 : read.size(keys.vocabulary, "vocabulary"),
  hidden: read.size(keys.hidden, "hidden"),
  depth: keys.depth === undefined ? 1 : read.size(keys.depth, "depth"),
  heads: read.size(keys.heads, "heads"),
});

const sizeValues = ({ vocabulary, hidden, depth, heads }: Facts, keys: SizeKeys): Values => ({
  ...(keys.vocabulary === undefined ? {} : { [keys.vocabulary]: vocabulary }),
  [keys.hidden]: hidden,
  ...(keys.depth === undefined ? {} : { [keys.depth]: depth }),
  [keys.heads]: heads,
});

/** The width of a head if heads divide hidden; says so if they do not. */
export function headDimOf(read: ConfigKeys, { hidden, heads }: Sizes, keys: SizeKeys = usualKeys): number {
  read.divides(keys.heads, heads, [keys.hidden, hidden]);
  return read.problems.length > 0 ? 1 : hidden / heads;
}

/** The width of an FFN that is so many times hidden if the config does not say. */
export function ffnWidthOf(read: ConfigKeys, key: string, hidden: number, times: number): number {
  const width = read.sizeOr(key, "width", times * hidden);
  read.narrow(key, width);
  return width;
}
