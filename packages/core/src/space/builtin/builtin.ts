import { readDocument } from "../../document/document.js";
import { entryNamed } from "../../lookup.js";
import { type CompileOptions, compileSpace } from "../compile.js";
import type { Space } from "../space.js";
import autoformerBase from "./autoformer-base.yaml?raw";
import autoformerSmall from "./autoformer-small.yaml?raw";
import autoformerTiny from "./autoformer-tiny.yaml?raw";
import bertSmall from "./bert-small.yaml?raw";
import bertSmallWide from "./bert-small-wide.yaml?raw";
import flexibert from "./flexibert.yaml?raw";
import hwgptL from "./hwgpt-l.yaml?raw";
import hwgptM from "./hwgpt-m.yaml?raw";
import hwgptS from "./hwgpt-s.yaml?raw";
import hybridSmall from "./hybrid-small.yaml?raw";
import latentSmall from "./latent-small.yaml?raw";
import llamaSmall from "./llama-small.yaml?raw";
import llamaSmallWide from "./llama-small-wide.yaml?raw";
import lonasBert from "./lonas-bert.yaml?raw";
import lonasLlama7b from "./lonas-llama-7b.yaml?raw";
import lonasLlama13b from "./lonas-llama-13b.yaml?raw";
import ltsGpt2 from "./lts-gpt2.yaml?raw";
import ltsTransformerXl from "./lts-transformer-xl.yaml?raw";
import moeSmall from "./moe-small.yaml?raw";
import moeSmallWide from "./moe-small-wide.yaml?raw";
import nscTransformerXl from "./nsc-transformer-xl.yaml?raw";
import vitSmall from "./vit-small.yaml?raw";
import vitSmallWide from "./vit-small-wide.yaml?raw";

/** The text of every built-in space by name; a new one is one YAML file beside this one and one row here. */
export const builtinSpaces = {
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
} satisfies Record<string, string>;

/** Name of a built-in space. */
export type BuiltinSpaceName = keyof typeof builtinSpaces;

/**
 * A built-in space.
 * @throws {UsageError} that lists the known ones
 * @example
 * builtinSpace("flexibert").size; // 10621440n
 */
export function builtinSpace(name: string, options?: CompileOptions): Space {
  return compileSpace(readDocument(entryNamed(builtinSpaces, name, "space"), `${name}.yaml`), options);
}
