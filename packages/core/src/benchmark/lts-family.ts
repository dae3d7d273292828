import type { Architecture } from "../architecture/architecture.js";
import { cost } from "../architecture/cost.js";
import { type LtsConfig, type LtsFamily, ltsFamilies } from "./lts-config.js";

/** A network of a set. */
interface Network {
  readonly config: LtsConfig;
  /** Its published parameter count. */
  readonly published: number | undefined;
}

/** What a set of networks was read as. */
export interface FamilyReading {
  readonly architectures: readonly Architecture[];
  readonly notes: readonly string[];
}

/** What else may name the family. */
export interface FamilyHints {
  /** The name of the folder, for example `random_TransXL_lm1b`. */
  readonly folder: string;
  /** The fields of `ppl_summary.yaml`. */
  readonly fields: ReadonlySet<string>;
}

/**
 * The architectures of a set as those of its family.
 *
 * The family is the one that the configurations, the folder or the fields name, in this order. Only if none does, the family whose parameter
 * counts are the published ones. A name that the counts contradict is kept: one published set (`random_GPT2_lm1b`) was counted with the
 * attention of the other family, and its networks are what they are called.
 */
export function readFamily(networks: readonly Network[], hints: FamilyHints): FamilyReading {
  const named = namedFamily(networks, hints);
  const all = networks.filter(({ published }) => published !== undefined).length;
  const readings = new Map(
    ltsFamilies.map((family) => [family, once(() => reading(networks, family))] as const),
  );
  const agreed = (family: LtsFamily): number => readings.get(family)?.().equal ?? 0;
  const architecturesOf = (family: LtsFamily) => readings.get(family)?.().architectures ?? [];
  if (named) {
    const { family, by } = named;
    const other: LtsFamily = family === "GPT-2" ? "Transformer-XL" : "GPT-2";
    const contradicted = all > 0 && agreed(family) === 0 && agreed(other) > 0;
    const note = `read as ${family}, as ${by} says, though ${agreed(other)} of ${all} published parameter counts are those of ${other} and none are those of ${family}`;
    return { architectures: architecturesOf(family), notes: contradicted ? [note] : [] };
  }
  const [gpt2, transformerXl] = ltsFamilies.map(agreed) as [number, number];
  const family = transformerXl > gpt2 ? "Transformer-XL" : "GPT-2";
  const why =
    gpt2 === transformerXl
      ? "and the parameter counts do not decide it. Name the folder after the family, for example random_TransXL_lm1b."
      : `and ${agreed(family)} of ${all} published parameter counts are those of ${family}`;
  return {
    architectures: architecturesOf(family),
    notes: [`read as ${family}: neither the folder nor a field names the family, ${why}`],
  };
}

function reading(networks: readonly Network[], family: LtsFamily) {
  const architectures = networks.map(({ config }) => config.architecture(family));
  const equal = networks.filter(
    ({ published }, index) => cost(architectures[index] as Architecture).parameters.total === published,
  ).length;
  return { architectures, equal };
}

/** The family by name, and what names it. GPT-2 alone was also evaluated without the memory of Transformer-XL. */
function namedFamily(
  networks: readonly Network[],
  { folder, fields }: FamilyHints,
): { readonly family: LtsFamily; readonly by: string } | undefined {
  const experiments = networks.map(({ config }) => familyIn(String(config.experiment)));
  const experiment = experiments.find((family) => family !== undefined);
  if (experiment) return { family: experiment, by: "experiment_name" };
  const ofFolder = familyIn(folder);
  if (ofFolder) return { family: ofFolder, by: `the folder ${folder}` };
  return fields.has("test_ppl_nomem") ? { family: "GPT-2", by: "the field test_ppl_nomem" } : undefined;
}

function familyIn(name: string): LtsFamily | undefined {
  if (/xformer.?xl|trans(?:former)?.?xl|\btxl/i.test(name)) return "Transformer-XL";
  return /gpt.?2/i.test(name) ? "GPT-2" : undefined;
}

function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
