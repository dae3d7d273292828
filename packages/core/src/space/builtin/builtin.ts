import { documentOf } from "../../document/document.js";
import { entryNamed } from "../../lookup.js";
import { type CompileOptions, compileSpace } from "../compile.js";
import type { Space } from "../space.js";
import * as autoformerBase from "./autoformer-base.yaml";
import * as autoformerSmall from "./autoformer-small.yaml";
import * as autoformerTiny from "./autoformer-tiny.yaml";
import * as bertSmall from "./bert-small.yaml";
import * as bertSmallWide from "./bert-small-wide.yaml";
import * as flexibert from "./flexibert.yaml";
import * as hwgptL from "./hwgpt-l.yaml";
import * as hwgptM from "./hwgpt-m.yaml";
import * as hwgptS from "./hwgpt-s.yaml";
import * as hybridSmall from "./hybrid-small.yaml";
import * as latentSmall from "./latent-small.yaml";
import * as llamaSmall from "./llama-small.yaml";
import * as llamaSmallWide from "./llama-small-wide.yaml";
import * as lonasBert from "./lonas-bert.yaml";
import * as lonasLlama7b from "./lonas-llama-7b.yaml";
import * as lonasLlama13b from "./lonas-llama-13b.yaml";
import * as ltsGpt2 from "./lts-gpt2.yaml";
import * as ltsTransformerXl from "./lts-transformer-xl.yaml";
import * as moeSmall from "./moe-small.yaml";
import * as moeSmallWide from "./moe-small-wide.yaml";
import * as nscTransformerXl from "./nsc-transformer-xl.yaml";
import * as vitSmall from "./vit-small.yaml";
import * as vitSmallWide from "./vit-small-wide.yaml";

/** What a YAML file is here. */
interface Written {
  readonly text: string;
  readonly value: unknown;
}

/** Rows of which types know the names alone: declarations that are published cannot read YAML. */
const rows = <Name extends string>(table: Readonly<Record<Name, Written>>) => table;

/** Every built-in space by name; a new one is one YAML file beside this one and one row here. */
const documents = rows({
  flexibert,
  "lts-gpt2": ltsGpt2,
  "lts-transformer-xl": ltsTransformerXl,
  "nsc-transformer-xl": nscTransformerXl,
  "autoformer-tiny": autoformerTiny,
  "autoformer-small": autoformerSmall,
  "autoformer-base": autoformerBase,
  "hwgpt-s": hwgptS,
  "hwgpt-m": hwgptM,
  "hwgpt-l": hwgptL,
  "lonas-bert": lonasBert,
  "lonas-llama-7b": lonasLlama7b,
  "lonas-llama-13b": lonasLlama13b,
  "bert-small": bertSmall,
  "bert-small-wide": bertSmallWide,
  "llama-small": llamaSmall,
  "llama-small-wide": llamaSmallWide,
  "moe-small": moeSmall,
  "moe-small-wide": moeSmallWide,
  "hybrid-small": hybridSmall,
  "latent-small": latentSmall,
  "vit-small": vitSmall,
  "vit-small-wide": vitSmallWide,
});

/** Name of a built-in space. */
export type BuiltinSpaceName = keyof typeof documents;

/** The text of every built-in space by name. */
export const builtinSpaces = Object.fromEntries(
  Object.entries<Written>(documents).map(([name, { text }]) => [name, text]),
) as Readonly<Record<BuiltinSpaceName, string>>;

/**
 * A built-in space.
 * @throws {UsageError} that lists the known ones
 * @example
 * builtinSpace("flexibert").size; // 10621440n
 */
export function builtinSpace(name: string, options?: CompileOptions): Space {
  const { text, value } = entryNamed(documents, name, "space");
  return compileSpace(documentOf(value, text, `${name}.yaml`), options);
}
