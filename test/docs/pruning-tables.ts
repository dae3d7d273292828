import { join } from "node:path";
import { type PruneOptions, pruneProxies } from "@zerolm/checkpoint";
import { meanInterval } from "@zerolm/core";
import { nodeHost } from "@zerolm/node";
import { type RequestOf, run } from "@zerolm/tasks";
import { layersByLoss } from "../../packages/tasks/src/prune/layers-by-loss.js";
import type { GeneratedTable } from "./generated-table.js";
import { bare, type Left, mean, type models, type PrunedModel, randomWidths } from "./pruned-model.js";

/** Bytes of training text by which is chosen. */
export const usualBytes = 65_536;
const data = process.env.ZEROLM_DATA ?? "";

/** The shares of the tables. */
export const sizes = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
export const fewSizes = [0.9, 0.8, 0.65, 0.5];
export const percents = (keeps: readonly number[]): string[] =>
  keeps.map((keep) => `${Math.round(100 * keep)} %`);

const figure = (value: number): string => value.toFixed(4);
const withSize = ({ loss, written }: Left): string => `${figure(loss)} (${(100 * written).toFixed(1)} %)`;

export const oneLineRule: PruneOptions = { evenness: 1, multipleOf: 1 };

/** With a text: nothing is protected, and the worth alone decides. */
export async function byText(model: PrunedModel, bytes = usualBytes): Promise<PruneOptions> {
  return { ...bare, activity: await model.activityOn(bytes) };
}

/** Whether a plan can be had: not every one keeps a tenth of everything. */
async function ifAny<Found>(found: Promise<Found>): Promise<Found | undefined> {
  return await found.catch((error: unknown) => {
    if (error instanceof Error && error.name === "WorkError") return undefined;
    throw error;
  });
}

/** Losses at every size: by norms, by the one-line rule at that size, and by a text. */
export async function sizesTable(
  model: PrunedModel,
  keeps: readonly number[] = sizes,
): Promise<GeneratedTable> {
  const text = await byText(model);
  const rows = new Map<string, string[]>();
  for (const keep of keeps) {
    const norms = await model.at(keep, {});
    const rule = await ifAny(model.at(norms.written + 1e-9, oneLineRule));
    const own = await model.at(keep, text);
    const cells = [
      `${(100 * norms.written).toFixed(1)} %`,
      figure(norms.loss),
      rule ? figure(rule.loss) : "–",
    ];
    rows.set(String(keep), [...cells, figure(own.loss)]);
  }
  return { headings: ["`--keep`", "written", "norms (default)", "one-line rule", "`--text`"], rows };
}

type Way = (model: PrunedModel, keep: number) => Promise<string>;

const at =
  (options: PruneOptions | ((model: PrunedModel) => Promise<PruneOptions>)): Way =>
  async (model, keep) => {
    const left = await ifAny(model.at(keep, typeof options === "function" ? await options(model) : options));
    return left ? figure(left.loss) : "–";
  };

/** Ways to prune, by what a row of the table calls them. */
const ways: Readonly<Record<string, Way>> = {
  "width only: `--text`": at(byText),
  "norms (default)": at({}),
  "depth only: `--text --drop N`": (model, keep) => depthOnly(model, keep),
  "depth and width: `--text --drop auto`": (model, keep) => depthAndWidth(model, keep),
  "magnitude: the worth of zerolm alone": at({ ...bare }),
  "shape alone: an equal share of the leading rows": at({
    protect: 0,
    evenness: 1,
    order: "stored",
    proxy: pruneProxies.parameters,
  }),
  "equal layers, by norm (`--uniform`)": at({ uniform: "all" }),
  "equal layers: `--text --uniform`": at(async (model) => ({
    uniform: "all",
    activity: await model.activityOn(usualBytes),
  })),
  "random FFN widths, rows by norm: mean of 20": async (model, keep) =>
    figure(mean(await randomLosses(model, keep))),
  "random FFN widths, rows by norm: best of 20": async (model, keep) =>
    figure(Math.min(...(await randomLosses(model, keep)))),
};

const drawn = new WeakMap<PrunedModel, Map<number, Promise<readonly number[]>>>();

function randomLosses(model: PrunedModel, keep: number): Promise<readonly number[]> {
  const known = drawn.get(model) ?? new Map<number, Promise<readonly number[]>>();
  drawn.set(model, known);
  const losses = known.get(keep) ?? lossesAtRandom(model, keep);
  known.set(keep, losses);
  return losses;
}

async function lossesAtRandom(model: PrunedModel, keep: number): Promise<number[]> {
  const losses: number[] = [];
  for (const options of await randomWidths(model, keep, 20))
    losses.push((await model.at(keep, options)).loss);
  return losses;
}

/** What the command answers with 64 KB of the training text, judged on held-out text. */
export const commanded = ({ folder, windows }: PrunedModel, more: Partial<RequestOf<"prune">>) =>
  run(
    "prune",
    {
      checkpoint: folder,
      text: join(data, "kjv/train.txt"),
      evalText: join(folder, "eval.txt"),
      evalWindows: windows,
      ...more,
    },
    nodeHost(),
  );

/** The layers that go, the first to go first, as `--drop auto` finds them. */
function dropOrder(model: PrunedModel): Promise<readonly number[]> {
  const found =
    orders.get(model) ??
    model.activityOn(usualBytes).then((activity) => {
      const inner = activity.slice(1, -1);
      return layersByLoss(inner, Math.ceil(inner.length / 2) + 1, (layers) =>
        model.without(layers, "training"),
      );
    });
  orders.set(model, found);
  return found;
}
const orders = new WeakMap<PrunedModel, Promise<readonly number[]>>();

async function depthOnly(model: PrunedModel, keep: number): Promise<string> {
  const count = Math.ceil((1 - keep) * model.depth - 0.1);
  const layers = (await dropOrder(model)).slice(0, count);
  return `${figure(await model.without(layers))} (${count} of ${model.depth} layers)`;
}

async function depthAndWidth(model: PrunedModel, keep: number): Promise<string> {
  const order = await dropOrder(model);
  const text = await byText(model);
  const tried: { readonly loss: number; readonly options: PruneOptions; readonly count: number }[] = [];
  for (let count = 0; count <= Math.floor((model.depth - 2) / 2); count++) {
    const options = { ...text, without: new Set(order.slice(0, count)) };
    const loss = await ifAny(model.onTraining(keep, options));
    if (loss !== undefined) tried.push({ loss, options, count });
  }
  const best = tried.toSorted((one, other) => one.loss - other.loss)[0]!;
  const { loss } = await model.at(keep, best.options);
  return `${figure(loss)} (${best.count} of ${model.depth} layers)`;
}

export const wayNames = Object.keys(ways);

/** The losses of one way at a few sizes; the rows of the others stay. */
export async function wayTable(model: PrunedModel, name: string): Promise<GeneratedTable> {
  const cells: string[] = [];
  for (const keep of fewSizes) cells.push(await ways[name]!(model, keep));
  const rows = new Map(wayNames.map((one) => [one, one === name ? cells : undefined]));
  return { headings: ["way", ...percents(fewSizes)], rows };
}

/** `--text` less norms, window by window, with its interval. */
export async function differenceTable(model: PrunedModel, keeps: readonly number[]): Promise<GeneratedTable> {
  const text = await byText(model);
  const rows = new Map<string, string[]>();
  for (const keep of keeps) {
    const [norms, own] = [await model.at(keep, {}), await model.at(keep, text)];
    const differences = own.losses.map((loss, window) => loss - norms.losses[window]!);
    const [low, high] = meanInterval(differences)!;
    const verdict = high < 0 ? "better" : low > 0 ? "worse" : "no difference shown";
    rows.set(String(keep), [signed(mean(differences)), `${signed(low)} to ${signed(high)}`, verdict]);
  }
  return { headings: ["`--keep`", "`--text` less norms", "95 % interval", "`--text` is"], rows };
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;

export const amounts = [8192, 65_536, 262_144];
export const amountKeeps = [0.66, 0.606];

/** How the choice changes with more text. */
export async function amountTable(model: PrunedModel): Promise<GeneratedTable> {
  const most = amounts.at(-1)!;
  const rows = new Map<string, string[]>();
  for (const bytes of amounts) {
    const cells: string[] = [];
    for (const keep of amountKeeps) {
      const own = await model.at(keep, await byText(model, bytes));
      const full = await model.at(keep, await byText(model, most));
      cells.push(withSize(own), `${(100 * sameUnits(own, full)).toFixed(1)} %`);
    }
    rows.set(`${bytes / 1024} KB`, cells);
  }
  const heads = amountKeeps.flatMap((keep) => [
    `\`--keep ${keep}\``,
    `of its rows kept by ${most / 1024} KB too`,
  ]);
  return { headings: ["text", ...heads], rows };
}

/** The share of the FFN rows of one plan that the other keeps too. */
function sameUnits({ plan: one }: Left, { plan: other }: Left): number {
  const rows = ({ parts }: Left["plan"]): string[] =>
    parts.flatMap(({ layer, subModule, units }) =>
      subModule === "ffn" ? units.map((unit) => `${layer} ${unit}`) : [],
    );
  const kept = new Set(rows(other));
  const all = rows(one);
  return all.filter((row) => kept.has(row)).length / all.length;
}

/** What leaving out one and two layers costs, by every choice of them. */
export async function depthTable(model: PrunedModel): Promise<GeneratedTable> {
  const rows = new Map<string, string[]>();
  for (const count of [1, 2]) {
    const all: { readonly layers: readonly number[]; readonly loss: number }[] = [];
    for (const layers of choicesOf(model.depth, count))
      all.push({ layers, loss: await model.without(layers) });
    all.sort((one, other) => one.loss - other.loss);
    const by = async (text: boolean) => {
      const request = { checkpoint: model.folder, dropLayers: count };
      const chosen = text
        ? await commanded(model, { dropLayers: count })
        : await run("prune", request, nodeHost());
      return all.find(({ layers }) => String(layers) === String(chosen.dropped!.layers))!;
    };
    const cells = [all[0]!, await by(true), await by(false), all.at(-1)!];
    rows.set(
      String(count),
      cells.map(({ layers, loss }) => `${figure(loss)} (${layers.join(", ")})`),
    );
  }
  return { headings: ["layers", "best of all", "`--drop N --text`", "`--drop N`", "worst of all"], rows };
}

function choicesOf(depth: number, count: number): number[][] {
  const layers = Array.from({ length: depth }, (_, layer) => layer);
  if (count === 1) return layers.map((layer) => [layer]);
  return layers.flatMap((one) => layers.filter((other) => other > one).map((other) => [one, other]));
}

const hiddenKeeps = [0.8, 0.65, 0.5];

/** Fewer rows and heads, fewer channels of the stream, and both. In parentheses: the hidden size, and the share of all parameters. */
export async function hiddenTable(model: PrunedModel): Promise<GeneratedTable> {
  const ways: Readonly<Record<string, (keep: number) => Partial<RequestOf<"prune">>>> = {
    "width alone: `--text`": (keep) => ({ keep }),
    "hidden size alone: `--text --hidden N`": (keep) => ({ hidden: 24 * Math.floor(keep * 8) }),
    "both: `--text --hidden 168`": (keep) => ({ keep, hidden: 168 }),
    "both: `--text --hidden auto`": (keep) => ({ keep, hidden: "auto" }),
  };
  const rows = new Map<string, string[]>();
  for (const [way, requestOf] of Object.entries(ways)) {
    const cells: string[] = [];
    for (const keep of hiddenKeeps) {
      const { loss, hidden, size, sizeBefore } = await commanded(model, requestOf(keep));
      const cut = hidden ? `${hidden.kept}, ` : "";
      cells.push(`${figure(loss!.after.value)} (${cut}${((100 * size) / sizeBefore).toFixed(1)} %)`);
    }
    rows.set(way, cells);
  }
  return { headings: ["way", ...percents(hiddenKeeps)], rows };
}

/** The tables of each model by the names of their blocks. */
export const tables: Readonly<
  Record<string, readonly [keyof typeof models, (model: PrunedModel) => Promise<GeneratedTable>]>
> = {
  sizes: ["plain-llama-kjv", sizesTable],
  intervals: ["plain-llama-kjv", (model) => differenceTable(model, [0.9, 0.8, 0.66, 0.606, 0.55, 0.5])],
  "supernet-sizes": ["tiny-llama-kjv", sizesTable],
  amounts: ["plain-llama-kjv", amountTable],
  layers: ["plain-llama-kjv", depthTable],
  hidden: ["plain-llama-kjv", hiddenTable],
  ...tablesOfWays("ways", "plain-llama-kjv"),
  ...tablesOfWays("supernet-ways", "tiny-llama-kjv"),
};

/** A row each, since they take long. */
function tablesOfWays(table: string, model: keyof typeof models): typeof tables {
  return Object.fromEntries(
    wayNames.map((name) => [
      `${table}: ${name}`,
      [model, (opened: PrunedModel) => wayTable(opened, name)] as const,
    ]),
  );
}
