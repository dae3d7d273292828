import type { Random } from "../../random/random.js";
import { crossover, mutate, sampleLayers, sampler, withMacro } from "../../space/sampling.js";
import { type Genotype, macroOptionAt, type Space, sizeOf } from "../../space/space.js";
import type { Found, SearchRequest } from "../search.js";
import { affordableMacros, Excess } from "./excess.js";
import { meterOf } from "./meter.js";
import { WholeScores } from "./whole-scores.js";

/** An architecture that was looked at. Its genotype counts macro options within `Candidates.space`. */
export interface Candidate extends Found {
  /**
   * 0 within the budgets, else how far outside; then it was not scored, and its score is −∞. What has no score is as far outside as can
   * be. NaN is the score of one that waits for it.
   */
  readonly excess: number;
  /** Why it has no score, if the proxy gave none. */
  readonly missing?: string | undefined;
}

/** Whether one is to be preferred: nearer to the budgets; then the higher score; then the lower cost. */
export function preferable(one: Candidate, other: Candidate): boolean {
  if (one.excess !== other.excess) return one.excess < other.excess;
  if (one.score !== other.score) return one.score > other.score;
  return one.cost < other.cost;
}

/** Makes candidates for heuristic searches: at random, of one, of two. Each is repaired towards the budgets. */
export class Candidates {
  /** The part of the space whose macro options can meet each budget by itself. */
  readonly space: Space;
  readonly random: Random;
  readonly #macros: readonly number[];
  readonly #excess: Excess;
  readonly #score: (genotype: Genotype) => number;
  /** Of a proxy that is no sum over layers. */
  readonly #whole: WholeScores | undefined;
  readonly #cost: (genotype: Genotype) => number;
  readonly #sample: (random: Random) => Genotype;

  constructor(request: SearchRequest, random: Random) {
    const { space, scorer, cost, budgets } = request;
    this.#macros = affordableMacros(space, budgets);
    const macroOptions = this.#macros.map((macro) => macroOptionAt(space, macro));
    const size = macroOptions.reduce((sum, option) => sum + sizeOf(option), 0n);
    this.space = { ...space, macroOptions, size };
    this.random = random;
    this.#excess = new Excess(this.space, budgets);
    this.#whole = scorer.additive ? undefined : new WholeScores(request, this.space);
    this.#score = scorer.additive
      ? meterOf({ name: "score", additive: scorer.additive }, this.space).of
      : () => Number.NaN;
    this.#cost = meterOf(cost, this.space).of;
    this.#sample = sampler(this.space);
  }

  /** A genotype as a candidate, as it is. */
  of(genotype: Genotype): Candidate {
    return this.#candidate(genotype, this.#excess.of(genotype));
  }

  /** Whether candidates within the budgets wait for their scores. */
  get areWaiting(): boolean {
    return this.#whole?.areWaitedFor ?? false;
  }

  /** Whether the score of a candidate is known, or it waits for none. */
  isSettled(candidate: Candidate): boolean {
    return this.#whole?.isSettled(candidate) ?? true;
  }

  /** Candidates with the scores that they wait for. */
  async settled(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    return (await this.#whole?.settled(candidates)) ?? candidates;
  }

  #candidate(genotype: Genotype, excess: number): Candidate {
    const score = excess === 0 ? this.#score(genotype) : Number.NEGATIVE_INFINITY;
    const candidate = { genotype, excess, score, cost: this.#cost(genotype) };
    return this.#whole && excess === 0 ? this.#whole.atOnce(candidate) : candidate;
  }

  /** Drawn uniformly from all architectures. */
  drawn(): Candidate {
    return this.repaired(this.#sample(this.random));
  }

  /** Drawn uniformly from those of a macro option that is drawn first; nearly all architectures of a space have its greatest depth. */
  spread(): Candidate {
    const macro = this.random.below(this.space.macroOptions.length);
    return this.repaired(sampleLayers(this.space, macro, this.random));
  }

  /** A neighbour: one layer, or the macro option, changed. */
  mutated({ genotype }: Candidate): Candidate {
    return this.repaired(mutate(this.space, genotype, this.random));
  }

  /** A neighbour of a child of two. */
  crossed(one: Candidate, other: Candidate): Candidate {
    const child = crossover(this.space, one.genotype, other.genotype, this.random);
    return this.repaired(mutate(this.space, child, this.random));
  }

  /** The same layers under another macro option, as far as it has such layers. */
  moved({ genotype }: Candidate, macro: number): Candidate {
    return this.repaired(withMacro(this.space, genotype.layers, macro, this.random));
  }

  repaired(genotype: Genotype): Candidate {
    const excess = this.#excess.of(genotype);
    if (excess === 0) return this.#candidate(genotype, 0);
    const near = this.#excess.repaired(genotype, excess, this.random);
    return this.#candidate(near.genotype, near.excess);
  }

  /** The genotype as the whole space counts it. */
  outside({ macro, layers }: Genotype): Genotype {
    return { macro: this.#macros[macro] as number, layers };
  }

  /** The candidate of a genotype of the whole space; nothing where it is none, or its macro option cannot meet the budgets. */
  inside({ macro, layers }: Genotype): Candidate | undefined {
    const here = this.#macros.indexOf(macro);
    const stages = this.space.macroOptions[here]?.stages;
    if (stages?.length !== layers.length) return undefined;
    const known = layers.every((option, stage) => option < (stages[stage]?.options.length ?? 0));
    return known ? this.of({ macro: here, layers }) : undefined;
  }
}
