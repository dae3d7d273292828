import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { checkValue, type Problem } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import type { BenchmarkEntry, BenchmarkFormat } from "./benchmark.js";
import { refuseReading } from "./beside.js";
import { isMissing, orMissing } from "./missing.js";
import { judgedRows, type Qualities } from "./quality.js";

const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(64);

const settingSchema = z.looseObject({
  layer_num: z.int().min(1).max(64),
  mlp_ratio: list(z.number().positive().max(64)),
  num_heads: list(z.int().min(1).max(1024)),
  embed_dim: list(z.int().min(1).max(65_536)),
});

const networkSchema = z.looseObject({
  net_setting: settingSchema,
  performance: z.looseObject({ Imagenet: z.looseObject({ clean: orMissing(z.number().min(0).max(100)) }) }),
  params: orMissing(z.number().positive()),
  flops: orMissing(z.number().positive()),
});

/** Networks under their numbers. */
const fileSchema = z.record(z.string(), networkSchema);

type Setting = z.output<typeof settingSchema>;
type Network = z.output<typeof networkSchema>;

/** A network under its number. */
type NumberedNetwork = readonly [id: string, network: Network];

/** Width of one head in AutoFormer, whatever the embedding width (`change_qkv`). */
const headDim = 64;

/**
 * Vision Transformers of the AutoFormer supernets (Chen et al., ICCV 2021) with their ImageNet accuracy, in the JSON of
 * OoD-ViT-NAS (Ho et al., NeurIPS 2024). Quality is the top-1 accuracy on clean ImageNet in percent, of weights inherited from
 * the supernet, or any other accuracy of the file by its path, for example `Imagenet.corruption.Gaussian Noise.1`.
 *
 * The networks have 2 × 2 tables of 30 relative positions × 64 a layer, shared by its heads, which an architecture of ours
 * does not hold: `uncountedParameters`. See `docs/benchmarks/autoformer.md`.
 *
 * @example
 * const { entries } = autoformer.read(text, {});
 */
export const autoformer: BenchmarkFormat = {
  name: "autoformer",
  summary: "Vision Transformers of the AutoFormer supernets, ImageNet accuracy",
  source: "Ho et al., NeurIPS 2024; github.com/vovantuan1999a/OoD-ViT-NAS",
  licence: "none stated",
  fileName: undefined,
  signature: /"net_setting"/,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, quality }) {
    refuseReading("autoformer", reading);
    const document = readDocument(text, file);
    const { value, problems } = checkValue(fileSchema, document.value);
    if (problems) throw document.error(problems);
    const networks = Object.entries(value);
    if (networks.length === 0) throw document.error([{ path: [], message: "holds no network" }]);
    const judged = judgedRows(networks, qualitiesOf(networks), { name: quality, idOf: ([id]) => id, file });
    const flops = judged.rows.map(({ row: [, network] }) => network.flops);
    return {
      name: "autoformer",
      reading,
      ...judged.about,
      entries: judged.rows.map(({ row, quality }) => entryOf(row, quality, document)),
      ...(flops.some((one) => one !== undefined) ? { publishedScores: { flops } } : {}),
      ...(networks.some(([, { params }]) => params !== undefined) ? { countsNote } : {}),
    };
  },
};

const relativePositions = 7680;

/** Why parameter counts would differ from the published ones. */
const countsNote =
  "published parameter counts include 7,680 relative-position parameters per layer, which zerolm does not model. They are added before the counts are compared";

/** Accuracies by their paths below `performance`, that on clean ImageNet first. */
function qualitiesOf(networks: readonly NumberedNetwork[]): Qualities<NumberedNetwork> {
  const clean = "Imagenet.clean";
  const accuracies = new Map(networks.map(([id, { performance }]) => [id, new Map(numbersIn(performance))]));
  const names = new Set([clean, ...[...accuracies.values()].flatMap((found) => [...found.keys()])]);
  return new Map(
    [...names].map((name) => [
      name,
      {
        summary: name === clean ? "ImageNet top-1 accuracy, %" : `${name}, %`,
        of: ([id]: NumberedNetwork) => accuracies.get(id)?.get(name),
      },
    ]),
  );
}

/** Deeper maps hold no accuracies; the limit keeps a hostile file from the end of the stack. */
const deepest = 8;

/** The numbers in a value, each with the keys that lead to it. */
function numbersIn(value: unknown, keys: readonly string[] = []): [string, number][] {
  if (typeof value === "number") return isMissing(value) ? [] : [[keys.join("."), value]];
  if (typeof value !== "object" || value === null || keys.length === deepest) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, [...keys, key]));
}

function entryOf([id, network]: NumberedNetwork, quality: number, document: SourceDocument): BenchmarkEntry {
  const { params, net_setting: setting } = network;
  const architecture = architectureOf(id, setting, document);
  return {
    id,
    architecture,
    quality,
    macro: { depth: setting.layer_num, hidden: architecture.hidden },
    ...(params === undefined
      ? {}
      : {
          publishedParameters: Math.round(params * 1e6),
          uncountedParameters: relativePositions * setting.layer_num,
        }),
  };
}

function architectureOf(id: string, setting: Setting, document: SourceDocument): Architecture {
  const at = (problem: Problem): Problem => ({
    ...problem,
    path: [id, "net_setting", ...problem.path],
  });
  const problems = problemsOf(setting);
  if (problems.length > 0) throw document.error(problems.map(at));
  const resolved = resolveArchitecture(documentOf(id, setting));
  if (!resolved.problems) return resolved.value;
  throw document.error(resolved.problems.map(({ message }) => at({ path: [], message })));
}

function problemsOf({ layer_num, embed_dim, ...lists }: Setting): Problem[] {
  const short = Object.entries({ embed_dim, mlp_ratio: lists.mlp_ratio, num_heads: lists.num_heads }).flatMap(
    ([key, { length }]) =>
      length < layer_num ? [{ path: [key], message: `has ${length} entries for ${layer_num} layers` }] : [],
  );
  const other = embed_dim.slice(0, layer_num).findIndex((width) => width !== embed_dim[0]);
  return other < 0
    ? short
    : [
        ...short,
        { path: ["embed_dim", other], message: "differs from the first, but all layers must have one width" },
      ];
}

function documentOf(name: string, { layer_num, mlp_ratio, num_heads, embed_dim }: Setting): unknown {
  const hidden = embed_dim[0] as number;
  return {
    name,
    hidden,
    embedding: { patches: { image: 224, size: 16 }, positions: 197, classToken: true },
    finalNorm: true,
    head: { outputs: 1000, oneToken: true },
    layers: num_heads.slice(0, layer_num).map((heads, index) => ({
      mixer: { kind: "attention", heads, headDim },
      ffn: { kind: "plain", width: Math.trunc(hidden * (mlp_ratio[index] as number)) },
    })),
  };
}
