import type { Layer } from "../architecture/architecture.js";
import { oncePer } from "../once-per.js";
import type { Additive } from "../proxy/proxy.js";
import { type Genotype, type MacroOption, macroOptionAt, type Space, type Stage } from "../space/space.js";
import type { Best, SearchRequest, SearchResult } from "./search.js";
import { type StageSums, type Terms, termsOf } from "./terms.js";

/*
 * Most proxies do not see how the width of attention is cut into heads. Of architectures with one score and one cost the one is shown
 * whose heads are nearest to 64 wide, as people train them. The rule stands here alone and is applied to what a method found, so that
 * all methods follow it: an option of a layer gives way to one that no term of score, cost and budgets tells from it, and a macro option
 * to one with the same frame and depth whose layers can all be matched in this way.
 */

const usualWidth = 64;

/** How far the heads of a layer are from 64, in doublings. */
const distanceOf = ({ mixer, cross }: Layer): number =>
  [mixer, cross].reduce(
    (sum, part) => sum + (part?.kind === "attention" ? Math.abs(Math.log2(part.headDim / usualWidth)) : 0),
    0,
  );

/** What one macro option makes of an architecture of another. */
interface Match {
  readonly genotype: Genotype;
  readonly distance: number;
}

/** The best with the heads nearest to 64 among their equals, each looked for when it is asked for. Fronts are left as they are. */
export function withUsualHeads(request: SearchRequest, result: SearchResult): SearchResult {
  const additives = additivesOf(request);
  if (!additives) return result;
  const matcher = new Matcher(request.space, additives, !request.perMacro);
  return {
    ...result,
    best: result.best.map((one): Best => ({ ...one, genotype: later(() => matcher.nearest(one.genotype)) })),
  };
}

/** A genotype that is looked for once, when it is asked for. */
function later(find: () => Genotype): Genotype {
  let found: Genotype | undefined;
  const genotype = (): Genotype => {
    found ??= find();
    return found;
  };
  return {
    get macro() {
      return genotype().macro;
    },
    get layers() {
      return genotype().layers;
    },
  };
}

/** Everything that must not change, if all of it is sums over layers. */
function additivesOf({ scorer, cost, budgets }: SearchRequest): Additive[] | undefined {
  const all = [scorer, cost, ...budgets.map(({ quantity }) => quantity)].map(({ additive }) => additive);
  return all.every((one) => one !== undefined) ? all : undefined;
}

/** Whether a space has heads of several widths. */
const headWidthsOf = oncePer((space: Space) => {
  const lists = new Set(space.macroOptions.flatMap(({ stages }) => stages.map(({ options }) => options)));
  const widths = new Set<number>();
  for (const options of lists)
    for (const { mixer, cross } of options)
      for (const part of [mixer, cross]) if (part?.kind === "attention") widths.add(part.headDim);
  return { differ: widths.size > 1 };
});

class Matcher {
  readonly #space: Space;
  readonly #additives: readonly Additive[];
  readonly #otherMacros: boolean;

  /** @param otherMacros whether another macro option may stand for the one that was found */
  constructor(space: Space, additives: readonly Additive[], otherMacros: boolean) {
    this.#space = space;
    this.#additives = additives;
    this.#otherMacros = otherMacros;
  }

  nearest(genotype: Genotype): Genotype {
    return headWidthsOf(this.#space).differ ? this.#nearest(genotype) : genotype;
  }

  #nearest(genotype: Genotype): Genotype {
    const { macroOptions } = this.#space;
    const own = macroOptionAt({ macroOptions }, genotype.macro);
    const wanted = this.#termsOf(own);
    let best: Match | undefined;
    // Its own macro option comes first, so that others must be nearer.
    for (const macro of [genotype.macro, ...(this.#otherMacros ? macroOptions.keys() : [])]) {
      const option = macroOptionAt({ macroOptions }, macro);
      if (option.frame !== own.frame || !sameStages(option.stages, own.stages)) continue;
      const match = matched(genotype, wanted, macro, option, this.#termsOf(option));
      if (match && match.distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = match;
    }
    return best?.genotype ?? genotype;
  }

  #termsOf(option: MacroOption): Terms[] {
    return this.#additives.map((additive) => termsOf(additive, option));
  }
}

const sameStages = (some: readonly Stage[], others: readonly Stage[]): boolean =>
  some.length === others.length && some.every(({ repeat }, index) => repeat === others[index]?.repeat);

function matched(
  { macro: from, layers: chosen }: Genotype,
  wanted: readonly Terms[],
  macro: number,
  { stages }: MacroOption,
  terms: readonly Terms[],
): Match | undefined {
  const layers: number[] = [];
  let distance = 0;
  for (const [stage, { options, repeat }] of stages.entries()) {
    const option = chosen[stage] as number;
    const equal = (other: number): boolean =>
      terms.every(({ stages }, index) =>
        sameTerm(wanted[index]?.stages[stage] as StageSums, option, stages[stage] as StageSums, other),
      );
    const first = macro === from ? [option] : [];
    const [nearest] = [...first, ...options.keys()]
      .filter(equal)
      .map((other) => ({ other, distance: distanceOf(options[other] as Layer) }))
      .sort((one, other) => one.distance - other.distance);
    if (!nearest) return undefined;
    layers.push(nearest.other);
    distance += repeat * nearest.distance;
  }
  return { genotype: { macro, layers }, distance };
}

const sameTerm = (one: StageSums, option: number, other: StageSums, place: number): boolean =>
  one.high[option] === other.high[place] && one.low[option] === other.low[place];
