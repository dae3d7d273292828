import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Architecture } from "../../src/architecture/architecture.js";
import { architectureOf } from "./examples.js";

/** Whether the published files are at hand: `ZEROLM_DATA` names their folder. */
export const hasData = Boolean(process.env.ZEROLM_DATA);

/** The families of decoders in LiteTransformerSearch (Javaheripi et al. 2022). */
export type FamilyName = "GPT2" | "TransXL";

/** What the training code printed of one network: parameters in embeddings, attention, FFNs, all layers, and everything. */
export interface PublishedCounts {
  readonly AdaEmb: number;
  readonly Attn: number;
  readonly FFN: number;
  readonly nonembedding: number;
  readonly total: number;
}

interface Config {
  readonly n_token: number;
  readonly cutoffs: readonly number[];
  readonly div_val: number;
  readonly d_embed: number;
  readonly d_model: number;
  readonly n_head: readonly number[];
  readonly d_inner: readonly number[];
  readonly tgt_len: number;
  readonly tie_projs: readonly boolean[];
}

const folderOf = (family: FamilyName): string =>
  join(process.env.ZEROLM_DATA as string, "lts", `random_${family}_wt103`);

/** The published counts of every network of a family. */
export function publishedCounts(family: FamilyName): Readonly<Record<string, PublishedCounts>> {
  return parse(readFileSync(join(folderOf(family), "params_summary.yaml"), "utf8"));
}

/** The architecture of every network of a family, by the name it has in the summaries. */
export function networks(family: FamilyName): ReadonlyMap<string, Architecture> {
  const folder = folderOf(family);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("model_config.yaml"),
  );
  return new Map(
    paths.map((path) => {
      const [config, job] = path.split(/[\\/]/);
      return [`${config}_${job}`, architecture(parse(readFileSync(join(folder, path), "utf8")), family)];
    }),
  );
}

function architecture(config: Config, family: FamilyName): Architecture {
  const firstTied = config.tie_projs.indexOf(true);
  return architectureOf({
    kind: "decoder",
    hidden: config.d_model,
    embedding: {
      vocabulary: config.n_token,
      positions: family === "GPT2" ? config.tgt_len : 0,
      width: config.d_embed === -1 ? config.d_model : config.d_embed,
      adaptive: { cutoffs: config.cutoffs.filter((end) => end < config.n_token), divide: config.div_val },
    },
    finalNorm: family === "GPT2",
    head: {
      vocabulary: "tied",
      vocabularyBias: true,
      ownProjections: firstTied === -1 ? config.tie_projs.length : firstTied,
    },
    layers: config.n_head.map((heads, layer) => ({
      mixer:
        family === "GPT2"
          ? { kind: "attention", heads }
          : { kind: "attention", heads, relative: true, bias: "none" },
      ffn: { kind: "plain", width: config.d_inner[layer] as number },
    })),
  });
}
