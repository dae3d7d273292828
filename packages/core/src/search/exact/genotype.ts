import type { Found as Solution } from "../../knapsack/program.js";
import type { Genotype, Stage } from "../../space/space.js";
import type { Found } from "../search.js";
import type { MacroProgram } from "./programs.js";

/** The architecture of a solution. */
export const foundIn = (program: MacroProgram, { value, size, choices }: Solution): Found => ({
  score: value,
  cost: size,
  genotype: new LazyGenotype(program, choices),
});

/** A genotype whose layers are found when they are asked for: most candidates never are. */
class LazyGenotype implements Genotype {
  readonly macro: number;
  declare readonly layers: readonly number[];
  readonly #choices: () => number[];
  readonly #stages: readonly Stage[];
  #layers: number[] | undefined;

  constructor({ macro, option }: MacroProgram, choices: () => number[]) {
    this.macro = macro;
    this.#choices = choices;
    this.#stages = option.stages;
    Object.defineProperty(this, "layers", LazyGenotype.#property);
  }

  /** A property of the object itself, so that copies and JSON have it. */
  static readonly #property = {
    enumerable: true,
    get(this: LazyGenotype): readonly number[] {
      this.#layers ??= tidy(this.#choices(), this.#stages);
      return this.#layers;
    },
  };
}

/** Equal stages may take their options in any order; equal layers then stand side by side. */
function tidy(choices: readonly number[], stages: readonly Stage[]): number[] {
  let start = 0;
  return stages.flatMap(({ options, repeat }, place) => {
    const next = stages[place + 1];
    if (next?.options === options && next.repeat === repeat) return [];
    const equal = choices.slice(start, place + 1);
    start = place + 1;
    return equal.sort((one, other) => one - other);
  });
}
