import type { Frame, Layer } from "../architecture/architecture.js";
import { addScaled, type ExactSum } from "../capacity/exact-sum.js";
import type { Additive } from "../proxy/proxy.js";
import { type MacroOption, stackDepthsOf } from "../space/space.js";

/** The exact terms of the options of one stage, one entry each. */
export interface StageSums {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** An additive quantity laid out for one macro option: quantity = (rest + one entry of each stage) · scale. */
export interface Terms {
  readonly stages: readonly StageSums[];
  readonly rest: ExactSum;
  readonly scale: number;
}

/** Lays an additive quantity out for macro options; lists of options that several share are computed once. */
export class TermTable {
  readonly #additive: Additive;
  readonly #known = new Map<readonly Layer[], Map<Frame, Map<number, StageSums>>>();
  readonly #rests = new Map<Frame, Map<string, Pick<Terms, "rest" | "scale">>>();

  constructor(additive: Additive) {
    this.#additive = additive;
  }

  of(option: MacroOption): Terms {
    const { frame, stages } = option;
    return {
      stages: stages.map(({ options, repeat }) => this.#stage(options, frame, repeat)),
      ...this.#rest(frame, stackDepthsOf(option)),
    };
  }

  #rest(frame: Frame, stacks: readonly number[]): Pick<Terms, "rest" | "scale"> {
    const ofFrame = this.#rests.get(frame) ?? new Map<string, Pick<Terms, "rest" | "scale">>();
    this.#rests.set(frame, ofFrame);
    const key = stacks.join();
    const found = ofFrame.get(key) ?? {
      rest: this.#additive.rest(frame, stacks),
      scale: this.#additive.scale(frame, stacks),
    };
    ofFrame.set(key, found);
    return found;
  }

  #stage(options: readonly Layer[], frame: Frame, repeat: number): StageSums {
    const ofOptions = this.#known.get(options) ?? new Map<Frame, Map<number, StageSums>>();
    const ofFrame = ofOptions.get(frame) ?? new Map<number, StageSums>();
    this.#known.set(options, ofOptions.set(frame, ofFrame));
    const found = ofFrame.get(repeat) ?? this.#measure(options, frame, repeat);
    ofFrame.set(repeat, found);
    return found;
  }

  #measure(options: readonly Layer[], frame: Frame, repeat: number): StageSums {
    const sums = options.map((layer) => this.#additive.layer(layer, frame));
    return {
      high: Float64Array.from(sums, ({ high }) => repeat * high),
      low: Float64Array.from(sums, ({ low }) => repeat * low),
    };
  }
}

/** The smallest and the largest value of a quantity under one macro option. */
export function endsOf({ stages, rest, scale }: Terms): {
  readonly minimum: number;
  readonly maximum: number;
} {
  const repeats = new Map<StageSums, number>();
  for (const stage of stages) repeats.set(stage, (repeats.get(stage) ?? 0) + 1);
  let [lowHigh, lowLow, topHigh, topLow] = [rest.high, rest.low, rest.high, rest.low];
  for (const [{ high, low }, repeat] of repeats) {
    let [least, most] = [0, 0];
    for (let option = 1; option < high.length; option++) {
      if (high[option]! - high[least]! + (low[option]! - low[least]!) < 0) least = option;
      if (high[option]! - high[most]! + (low[option]! - low[most]!) > 0) most = option;
    }
    lowHigh += repeat * high[least]!;
    lowLow += repeat * low[least]!;
    topHigh += repeat * high[most]!;
    topLow += repeat * low[most]!;
  }
  return { minimum: (lowHigh + lowLow) * scale, maximum: (topHigh + topLow) * scale };
}

/** The sum of the rest and of one option in each of the first stages. */
export function partialSum({ stages, rest }: Terms, choices: readonly number[]): ExactSum {
  return choices.reduce((sum, option, stage) => {
    const { high, low } = stages[stage] as StageSums;
    return addScaled(sum, { high: high[option] as number, low: low[option] as number });
  }, rest);
}
