import { z } from "zod";
import type { Architecture, Layer } from "../architecture/architecture.js";
import { readArchitecture } from "../architecture/read.js";
import { resolveArchitecture } from "../architecture/resolve.js";
import { architectureDocument } from "../architecture/write.js";
import { checkValue } from "../document/check.js";
import { readDocument, type SourceDocument } from "../document/document.js";
import { InputError } from "../errors.js";
import type { BenchmarkEntry, BenchmarkFormat } from "./benchmark.js";
import { besideName, refuseReading } from "./beside.js";
import { orMissing } from "./missing.js";
import { judgedRows, type Qualities } from "./quality.js";

const sizes = z
  .array(
    z
      .int()
      .min(1)
      .max(2 ** 18),
  )
  .min(1)
  .max(1024);

const subnetSchema = z.looseObject({ ffn: sizes, heads: sizes, loss: orMissing(z.number().positive()) });
const fileSchema = z.looseObject({ subnets: z.array(subnetSchema).min(1) });

/** A sub-network and its place in the file. */
type Subnet = z.output<typeof subnetSchema> & { readonly index: number };

const qualities: Qualities<Subnet> = new Map([
  [
    "loss",
    { summary: "−validation loss", of: ({ loss }: Subnet) => (loss === undefined ? undefined : -loss) },
  ],
]);

const idOf = ({ index }: Subnet): string => String(index);

const configName = "config.json";

/**
 * Sub-networks of a trained checkpoint: `subnets.json` with the FFN widths and head counts that each layer keeps (a prefix of its
 * rows) and the validation loss, and the checkpoint's Hugging Face `config.json` beside it. Quality is the negative loss.
 *
 * With grouped key/value heads a layer keeps them in proportion.
 *
 * @example
 * subnets.read(text, { files: new Map([["config.json", config]]) });
 */
export const subnets: BenchmarkFormat = {
  name: "subnets",
  summary: "sub-networks of a checkpoint, validation loss",
  source: "pruning experiments of zerolm",
  licence: "that of the checkpoint",
  fileName: "subnets.json",
  signature: /"subnets"\s*:/,
  beside: (path) => path === configName,
  readings: {},
  defaultReading: undefined,
  read(text, { file, reading, quality, files }) {
    refuseReading("subnets", reading);
    const document = readDocument(text, file);
    const { value, problems } = checkValue(fileSchema, document.value);
    if (problems) throw document.error(problems);
    const config = files?.get(configName);
    if (config === undefined)
      throw new InputError(`needs the ${configName} of its checkpoint in the same folder`, { file });
    const whole = readArchitecture(config, besideName(file, configName));
    const numbered = value.subnets.map((subnet, index) => ({ ...subnet, index }));
    const { rows, about } = judgedRows(numbered, qualities, { name: quality, idOf, file });
    const entries = rows.map(({ row, quality }) => entryOf(row, quality, whole, document));
    return { name: "subnets", reading, ...about, entries };
  },
};

function entryOf(
  subnet: Subnet,
  quality: number,
  whole: Architecture,
  document: SourceDocument,
): BenchmarkEntry {
  const { ffn, heads, index } = subnet;
  const failed = (key: string, message: string): InputError =>
    document.error([{ path: ["subnets", index, key], message }]);
  const depth = whole.layers.length;
  for (const [key, { length }] of Object.entries({ ffn, heads }))
    if (length !== depth) throw failed(key, `has ${length} entries for the ${depth} layers of ${configName}`);
  const layers = whole.layers.map((layer, at) => keptLayer(layer, ffn[at] as number, heads[at] as number));
  const misfit = layers.find((layer) => typeof layer === "string");
  if (misfit !== undefined) throw failed("heads", misfit);
  const resolved = resolveArchitecture({ ...architectureDocument(whole), name: idOf(subnet), layers });
  if (resolved.problems) throw failed("heads", resolved.problems[0]?.message ?? "is not valid");
  const macro = { depth, hidden: whole.hidden };
  return { id: idOf(subnet), architecture: resolved.value, quality, macro };
}

/** What remains of a layer as a document says it, or why it cannot. */
function keptLayer({ mixer, ffn }: Layer, width: number, heads: number): object | string {
  if (mixer?.kind !== "attention" || ffn === undefined || ffn.kind === "mixture")
    return `needs attention and an FFN in every layer, but ${configName} has other layers`;
  if (ffn.kind === "plain" && ffn.widths.length > 1)
    return `needs attention and FFNs of one width, but ${configName} has others`;
  const whole = ffn.kind === "plain" ? (ffn.widths[0] as number) : ffn.width;
  if (heads > mixer.heads || width > whole)
    return `keeps more than the ${mixer.heads} heads and FFN width ${whole} of the checkpoint`;
  const keyValueHeads = (heads * mixer.keyValueHeads) / mixer.heads;
  if (!Number.isInteger(keyValueHeads))
    return `${heads} of ${mixer.heads} heads leave a part of a key/value head`;
  const { bias, norm } = ffn;
  return { mixer: { ...mixer, heads, keyValueHeads }, ffn: { kind: ffn.kind, width, bias, norm } };
}
