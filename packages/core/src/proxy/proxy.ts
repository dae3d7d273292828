import type { z } from "zod";
import type { Architecture, Frame, Layer } from "../architecture/architecture.js";
import type { ExactSum } from "../capacity/exact-sum.js";
import type { Host } from "../host.js";
import type { Device, Probe, ProbeRequest } from "./probe.js";
import type { RealWeights } from "./weight-source.js";

/** A score, and how sure it is. Higher is better. */
export interface Score {
  /** NaN if there is no score; `missing` then says why. */
  readonly value: number;
  /** Standard deviation of the score over random initialisations, where it is known. */
  readonly standardDeviation?: number | undefined;
  /** Standard error of `value`, where it is a mean over samples. */
  readonly standardError?: number | undefined;
  /** Why there is no score, as the end of a sentence that begins with the name of the proxy: "threw …", "returned NaN". */
  readonly missing?: string | undefined;
}

/**
 * A score that is a sum over layers. Search and enumeration live on this: these functions are enough to score an architecture
 * as (rest + Σ layer).(high + low) · scale, to the bit the value that `score` gives.
 */
export interface Additive {
  /** The term of one layer. */
  readonly layer: (layer: Layer, frame: Frame) => ExactSum;
  /**
   * The term of everything but the layers.
   *
   * @param stacks how many layers each stack has, see {@link stackDepths}
   */
  readonly rest: (frame: Frame, stacks: readonly number[]) => ExactSum;
  /** A positive factor that turns the sum into the score. */
  readonly scale: (frame: Frame, stacks: readonly number[]) => number;
  /**
   * Whether the term of a layer is the same for every number of tokens in the vocabulary, so that it need not be computed again for another.
   * Default: false.
   */
  readonly layersIgnoreVocabulary?: boolean | undefined;
}

/** A proxy with its options set and its resources at hand. */
export interface Scorer {
  /** Missing if the score is not a sum over layers. Exact search needs it. */
  readonly additive?: Additive | undefined;
  /** Scores one architecture at once. Missing if scoring has to wait for something, such as a network that runs. */
  readonly score?: ((architecture: Architecture) => Score) | undefined;
  /**
   * Scores many architectures: one score each, in their order. Architectures that could not be scored have a score with `missing`, and so
   * have all that were left when `host.signal` stopped the work.
   */
  readonly scoreMany: (architectures: readonly Architecture[], host?: Host) => Promise<readonly Score[]>;
  /** How many architectures it scores side by side. Default: 1. */
  readonly atOnce?: number | undefined;
  /** Whether a score depends on the whole list, so that an architecture has none by itself and no space can be searched. Default: false. */
  readonly ranksLists?: boolean | undefined;
  /** Releases what the scorer holds, such as sessions or processes. It is not used afterwards. Default: nothing to release. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

/** A scorer that needs no waiting: every proxy of shapes has one. */
export interface ShapeScorer extends Scorer {
  readonly score: (architecture: Architecture) => Score;
}

/** A scorer of a sum over layers. */
export interface AdditiveScorer extends ShapeScorer {
  readonly additive: Additive;
}

/** What a proxy may need, least first: the shapes of matrices, real weights, a network that runs, a device to measure on. */
export const needs = ["shapes", "weights", "network", "device"] as const;

export type Needs = (typeof needs)[number];

/** What is at hand for a proxy. Every part is optional; a proxy that `needs` one refuses to work without. */
export interface Resources {
  /** Seed of everything random. Default: 0. */
  readonly seed?: number | undefined;
  /** Real weights of the architectures to be scored, such as those of a checkpoint. */
  readonly weights?: RealWeights | undefined;
  /** Runs networks. */
  readonly probe?: Probe | undefined;
  /** Measures latency. */
  readonly device?: Device | undefined;
}

/** Values of options by name, not yet checked. */
export type OptionValues = Readonly<Record<string, unknown>>;

/**
 * A number for one architecture that needs no training: the extension point for new ones. {@link shapeProxy} makes one that reads shapes
 * alone; {@link prepareProxy} turns any into a scorer.
 */
export interface Proxy<Options extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  /** One line: what it computes. */
  readonly summary: string;
  /** The paper, the code or the person that it comes from. */
  readonly source: string;
  /** The benchmarks that its form or its constants were chosen by; its figures there are no evidence for it. */
  readonly tunedOn?: string | undefined;
  /** A size to limit or to minimise, not a guess at quality. `evaluate --proxy all` leaves it out. Default: false. */
  readonly objectiveOnly?: boolean | undefined;
  /** Whether it reads `weights` among its resources, such as those of a checkpoint, if they are there. Default: false. */
  readonly readsRealWeights?: boolean | undefined;
  /**
   * Its own options, a zod object of numbers, texts, choices and switches, each with `.describe(…)`. Flags, help, refusals and tables in
   * the documentation follow from it. An option called `alpha` is shown beside the proxy's name.
   */
  readonly options: Options;
  readonly needs: Needs;
  /**
   * What it will ask of each network, so that one run serves several proxies. Default: that is not known before.
   *
   * @param seed as of its resources
   */
  asks?(options: z.output<Options>, seed?: number): readonly ProbeRequest[];
  /**
   * Makes a scorer. Do not call it directly: {@link prepareProxy} checks the options and fills in their defaults before.
   *
   * @throws {UsageError} if options or resources do not serve
   */
  prepare(options: z.output<Options>, resources: Resources): Promise<Scorer>;
}

/** A proxy that reads shapes alone, or weights that are at hand, and so scores without waiting. */
export interface ShapeProxy<Options extends z.ZodObject = z.ZodObject, Made extends ShapeScorer = ShapeScorer>
  extends Proxy<Options> {
  /**
   * A scorer, at once.
   *
   * @throws {UsageError} if an option is unknown or has a value that the proxy cannot use
   */
  scorer(options?: z.input<Options>, resources?: Resources): Made;
}
