import {
  type Architecture,
  bytesPerWeight,
  type Cost,
  cost,
  type Dtype,
  type Matrix,
  matrices,
  proxies,
  UsageError,
} from "@zerolm/core";
import {
  bytesText,
  counted,
  flopsText,
  fullCount,
  layerTable,
  plainText,
  printable,
  scoreText,
  shortened,
  wrapped,
} from "@zerolm/view";
import { readArchitectureFile } from "../../files/architectures.js";
import { emphasised, table } from "../../output/table.js";
import { printResult } from "../../terminal/output.js";
import { terminalStyle } from "../../terminal/style.js";
import type { InspectFlags } from "./inspect.flags.js";

/** `zerolm inspect`: what an architecture consists of. */
export async function inspect(path: string, flags: InspectFlags): Promise<void> {
  if (flags.spectrum || flags.logDet || flags.plot !== undefined || flags.lora !== undefined)
    throw new UsageError(
      "--spectrum, --log-det, --lora and --plot are for trained checkpoints, and this is an architecture",
    );
  const { name, file, architecture } = await readArchitectureFile(path);
  const costs = cost(architecture, flags);
  const capacities = layerCapacities(architecture);
  const listed = matrices(architecture);
  printResult(
    flags,
    { name, file, ...costs, weightBytes: bytesByDtype(costs), capacities, matrices: listed },
    () => textOf(name, architecture, costs, capacities, flags.matrices ? listed : []),
  );
}

/** The expected ZeroLM capacity of each sub-module of each layer. */
interface LayerCapacity {
  readonly layer: number;
  readonly attention: number;
  readonly ffn: number;
}

function layerCapacities(architecture: Architecture): LayerCapacity[] {
  const attention = proxies.zerolm.scorer({ alpha: 1 });
  const ffn = proxies.zerolm.scorer({ alpha: 0 });
  return architecture.layers.map((layer, index) => {
    const alone = { ...architecture, layers: [layer] };
    return { layer: index, attention: attention.score(alone).value, ffn: ffn.score(alone).value };
  });
}

function bytesByDtype({ parameters }: Cost): Record<Dtype, number> {
  const entries = Object.entries(bytesPerWeight).map(([dtype, bytes]) => [dtype, parameters.total * bytes]);
  return Object.fromEntries(entries) as Record<Dtype, number>;
}

function textOf(
  name: string,
  architecture: Architecture,
  costs: Cost,
  capacities: readonly LayerCapacity[],
  listed: readonly Matrix[],
): string {
  const { kind, hidden, layers, embedding } = architecture;
  return [
    wrapped(
      `${shortened(printable(name), 60)}: ${kind}, hidden ${hidden}, ${counted(layers.length, "layer")}, vocabulary ${fullCount(embedding.vocabulary)}`,
    ),
    "",
    plainText([layerTable(architecture)], terminalStyle),
    "",
    parameterTable(costs),
    "",
    costLines(costs),
    "",
    emphasised("Capacity expected before training (ZeroLM)", "bold"),
    capacityTable(capacities),
    ...(listed.length > 0 ? ["", emphasised("Matrices", "bold"), matrixTable(listed)] : []),
  ].join("\n");
}

function parameterTable({ parameters }: Cost): string {
  const { total } = parameters;
  const row = (name: string, count: number): string[] => [
    name,
    fullCount(count),
    `${((100 * count) / total).toFixed(1)} %`,
  ];
  return table(
    [{ heading: "parameters" }, { heading: "count", align: "right" }, { heading: "share", align: "right" }],
    [
      row("attention", parameters.attention),
      row("FFN", parameters.ffn),
      row("embedding", parameters.embedding),
      row("head", parameters.head),
      row("total", total),
      row("non-embedding", parameters.nonEmbedding),
    ],
  );
}

function costLines({ parameters, flops }: Cost): string {
  const size = (dtype: Dtype): string => `${bytesText(parameters.total * bytesPerWeight[dtype])} as ${dtype}`;
  return [
    `FLOPs    ${flopsText(flops.perSequence)} for ${flops.sequence} tokens, ${flopsText(flops.perToken)} a token (multiply-add = 2)`,
    `weights  ${size("float32")}, ${size("bfloat16")}, ${size("int8")}`,
  ].join("\n");
}

/** Equal layers in a row stand on one line. */
function capacityTable(capacities: readonly LayerCapacity[]): string {
  const runs: (LayerCapacity & { last: number })[] = [];
  for (const capacity of capacities) {
    const run = runs.at(-1);
    if (run && run.attention === capacity.attention && run.ffn === capacity.ffn) run.last = capacity.layer;
    else runs.push({ ...capacity, last: capacity.layer });
  }
  const sum = (of: (capacity: LayerCapacity) => number): string =>
    scoreText(capacities.reduce((total, one) => total + of(one), 0));
  const rows = runs.map(({ layer, last, attention, ffn }) => [
    layer === last ? `${layer}` : `${layer}–${last}, each`,
    scoreText(attention),
    scoreText(ffn),
  ]);
  return table(
    [{ heading: "layer" }, { heading: "attention", align: "right" }, { heading: "FFN", align: "right" }],
    [...rows, ["sum", sum(({ attention }) => attention), sum(({ ffn }) => ffn)]],
  );
}

function matrixTable(listed: readonly Matrix[]): string {
  return table(
    [
      { heading: "matrix", maximum: 40 },
      { heading: "rows", align: "right" },
      { heading: "cols", align: "right" },
      { heading: "heads", align: "right" },
      { heading: "std", align: "right" },
    ],
    listed.map(({ name, rows, cols, heads, std }) => [
      name,
      String(rows),
      String(cols),
      heads > 1 ? String(heads) : "",
      std.toPrecision(3),
    ]),
  );
}
