import {
  huggingFaceFamilies,
  type LoadedForm,
  type LoadedShape,
  type Loader,
  loaders,
  rulesFor,
  splitsInto,
  UsageError,
} from "@zerolm/core";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import type { PrunablePart } from "./parts.js";
import { isLikeNemotron, type Uniformity } from "./uniformity.js";

/** What is asked of the shapes that may be planned. */
export interface ShapeWishes {
  /** The program that is to load the result. Default: transformers, or zerolm if it alone loads what layers are to have in common. */
  readonly loader?: Loader | undefined;
  /** What layers have in common. Default: as little as the program allows. */
  readonly uniform?: Uniformity | undefined;
  /** Heads, key/value heads and FFN widths are to be split into so many parts. Default: 1. */
  readonly headsMultipleOf?: number | undefined;
}

/** Which shapes are planned. */
export interface ShapeRules {
  readonly loader: Loader;
  readonly uniform: Uniformity;
  /** Whether a part may have so many units, as far as it can be said of a part by itself. */
  readonly allows: (part: PrunablePart, kept: number) => boolean;
}

/**
 * The shapes that a program loads. A program that loads nothing but equal layers of a family gets equal layers; shapes that it is not known
 * to load are not planned.
 *
 * @throws {UsageError} if no rule says that the program loads such a checkpoint, with the programs that do
 */
export function shapeRules(
  mapped: MappedCheckpoint,
  parts: readonly PrunablePart[],
  wishes: ShapeWishes,
): ShapeRules {
  const loader = wishes.loader ?? loaderOf(mapped, wishes.uniform);
  const wished = wishes.uniform === undefined ? freedoms(mapped, loader) : [wishes.uniform];
  for (const uniform of wished) {
    if (!canLoad(mapped, loader, uniform)) continue;
    const allows = allowed(mapped, { loader, uniform, headsMultipleOf: wishes.headsMultipleOf });
    if (parts.every((part) => hasChoice(part, allows))) return { loader, uniform, allows };
  }
  throw refusal(mapped, loader, wishes);
}

/** Who asks for layers that zerolm alone loads asks for zerolm. */
const loaderOf = (mapped: MappedCheckpoint, uniform: Uniformity | undefined): Loader =>
  uniform === undefined || canLoad(mapped, "transformers", uniform) ? "transformers" : "zerolm";

/** What layers may have in common, the freest first. */
function freedoms(mapped: MappedCheckpoint, loader: Loader): Uniformity[] {
  if (loader === "zerolm") return mapsBlocks(mapped) ? ["none"] : ["all"];
  return ["heads", "all"];
}

/** Only decoders with gated FFNs have a form for layers that differ. */
const mapsBlocks = ({ family, architecture: { layers } }: MappedCheckpoint): boolean =>
  huggingFaceFamilies[family].pruning.headsStay === undefined &&
  layers.every(({ ffn }) => ffn === undefined || ffn.kind === "gated");

const formIn = (mapped: MappedCheckpoint, uniform: Uniformity): LoadedForm =>
  uniform === "all" && mapped.family !== "nemotron-nas" ? "own" : "block_configs";

function canLoad(mapped: MappedCheckpoint, loader: Loader, uniform: Uniformity): boolean {
  const form = formIn(mapped, uniform);
  if (form === "block_configs" && !mapsBlocks(mapped)) return false;
  if (loader === "zerolm") return true;
  if (uniform === "none" || (form === "block_configs" && !isLikeNemotron(mapped))) return false;
  return rulesFor(loader, mapped.family, form).length > 0;
}

interface Given {
  readonly loader: Loader;
  readonly uniform: Uniformity;
  readonly headsMultipleOf: number | undefined;
}

function allowed(
  mapped: MappedCheckpoint,
  { loader, uniform, headsMultipleOf = 1 }: Given,
): ShapeRules["allows"] {
  const { config, architecture } = mapped;
  const { hidden } = architecture;
  // Layers that may differ may come out equal too, and are written by the family's own keys then.
  const forms = new Set<LoadedForm>([formIn(mapped, uniform), formIn(mapped, "all")]);
  const rules =
    loader === "zerolm" ? [] : [...forms].flatMap((form) => rulesFor(loader, mapped.family, form));
  const each = rules.filter((rule) => rule.each).map(({ keeps }) => keeps);
  const splits = splitsInto(headsMultipleOf);
  // Layers that share query heads and differ in key/value heads have no smaller number of groups in common.
  const headsStay = uniform !== "none" && haveOwnGroups(architecture.layers);
  return (part, kept) => {
    if (kept === 0) return true;
    if (headsStay && part.subModule === "attention" && kept < part.units) return false;
    const shape: LoadedShape = { hidden, layers: [part.withUnits(kept)], config };
    return [...each, splits].every((keeps) => keeps(shape));
  };
}

const haveOwnGroups = (layers: MappedCheckpoint["architecture"]["layers"]): boolean =>
  new Set(
    layers.flatMap(({ mixer }) =>
      mixer?.kind === "attention" ? [`${mixer.heads} ${mixer.keyValueHeads}`] : [],
    ),
  ).size > 1;

function hasChoice(part: PrunablePart, allows: ShapeRules["allows"]): boolean {
  if (part.fixed) return allows(part, part.units);
  for (let kept = part.units; kept > 0; kept--) if (allows(part, kept)) return true;
  return false;
}

function refusal(
  mapped: MappedCheckpoint,
  loader: Loader,
  { uniform, headsMultipleOf = 1 }: ShapeWishes,
): UsageError {
  const layers = uniform === undefined ? "" : ` with ${words[uniform]}`;
  const split = headsMultipleOf > 1 ? ` in ${headsMultipleOf} parts` : "";
  const others = loaders.filter((other) => other !== loader && canLoad(mapped, other, uniform ?? "all"));
  const ways = [
    ...(others.length > 0 ? [`${others.join(" or ")} (--for)`] : []),
    ...(uniform !== "all" && canLoad(mapped, loader, "all") ? ["equal layers (--uniform)"] : []),
  ];
  const fix = ways.length > 0 ? `. Possible: ${ways.join(", ")}.` : "";
  return new UsageError(`${loader} is not known to load a pruned ${mapped.family}${layers}${split}${fix}`);
}

const words: Readonly<Record<Uniformity, string>> = {
  all: "equal layers",
  heads: "layers with equal heads",
  none: "layers that differ",
};
