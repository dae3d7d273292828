import { z } from "zod";
import { checkValue, type Problem } from "../../document/check.js";
import type { SourceDocument } from "../../document/document.js";
import type { RandomState } from "../../random/random.js";
import type { Genotype } from "../../space/space.js";
import type { Found, SearchRequest, SearchState } from "../search.js";
import type { Archive } from "./archive.js";
import type { Candidate, Candidates } from "./candidates.js";
import type { Memory, Walk } from "./walk.js";

/** Changes when a file of this version would be gone on with in another way. */
const version = 3;

const whole = z.int().min(0);
const word = whole.max(2 ** 32 - 1);
/** An index into the macro options, then one for each stage. */
const genotype = z.array(whole).min(1).max(10_000);
const scored = z.strictObject({ score: z.number(), genotype });

const stateSchema = z.strictObject({
  kind: z.literal("zerolm-search"),
  version: z.literal(version),
  method: z.string(),
  request: z.record(z.string(), z.unknown()),
  evaluated: whole,
  random: z
    .tuple([word, word, word, word])
    .refine((words) => words.some((one) => one > 0), "must not be all 0"),
  population: z.array(genotype).max(10_000),
  counters: z.array(whole).max(100),
  best: z.array(scored).max(10_000),
  front: z.array(scored).max(1_000_000),
  nearest: genotype.optional(),
});

/** What a state file holds, with its genotypes found in the space. */
export interface Saved {
  readonly evaluated: number;
  readonly random: RandomState;
  readonly memory: Memory;
  /** What was kept. */
  readonly kept: readonly Candidate[];
}

/** Everything needed to go on. */
export function stateOf(
  method: string,
  request: SearchRequest,
  { candidates, archive, walk }: { candidates: Candidates; archive: Archive; walk: Walk },
): SearchState {
  const written = ({ macro, layers }: Genotype): number[] => [
    candidates.outside({ macro, layers }).macro,
    ...layers,
  ];
  const entry = (found: Found) => ({ score: found.score, genotype: written(found.genotype) });
  const { population, counters } = walk.memory();
  return {
    kind: "zerolm-search",
    version,
    method,
    request: requestDocument(request),
    evaluated: archive.evaluated,
    random: candidates.random.state,
    population: population.map((one) => written(one.genotype)),
    counters: [...counters],
    best: archive.best.map(entry),
    front: archive.front.map(entry),
    ...(archive.nearest ? { nearest: written(archive.nearest.genotype) } : {}),
  };
}

/** What must be the same for a search to go on. The proxy is told by its scores. */
function requestDocument(request: SearchRequest) {
  const { space, budgets, top, perMacro = false, cost, pareto, minimize = false, seed = 0 } = request;
  return {
    space: space.name,
    size: String(space.size),
    budgets: budgets.map(
      ({ quantity, minimum = "-", maximum = "-" }) => `${quantity.name} from ${minimum} to ${maximum}`,
    ),
    cost: cost.name,
    top,
    perMacro,
    pareto,
    minimize,
    seed,
  };
}

/**
 * Reads a state.
 *
 * @throws {InputError} with place where it is none, or one of another search
 */
export async function readState(
  document: SourceDocument,
  method: string,
  request: SearchRequest,
  candidates: Candidates,
): Promise<Saved> {
  const foreign = foreignProblem(document.value);
  if (foreign) throw document.error([foreign]);
  const checked = checkValue(stateSchema, document.value);
  if (checked.problems) throw document.error(checked.problems);
  const state = checked.value;
  const others = [...otherMethod(state.method, method), ...otherRequest(state.request, request)];
  if (others.length > 0) throw document.error(others);
  const { population, kept } = entriesOf(state);
  const entries = [...population, ...kept];
  const read = entries.map(({ genotype: [macro, ...layers] }) =>
    candidates.inside({ macro: macro as number, layers }),
  );
  const outside = entries.filter((_, index) => read[index] === undefined).map(outsideProblem);
  if (outside.length > 0) throw document.error(outside.slice(0, 50));
  const found = await candidates.settled(read as Candidate[]);
  const changed = entries.flatMap((entry, index) => scoreProblems(entry, found[index] as Candidate));
  if (changed.length > 0) throw document.error(changed.slice(0, 50));
  return {
    evaluated: state.evaluated,
    random: state.random,
    memory: { population: found.slice(0, population.length), counters: state.counters },
    kept: found.slice(population.length),
  };
}

/** A genotype of a state, with its place, and the score that it had where the state keeps it. */
interface Entry {
  readonly path: Problem["path"];
  readonly genotype: readonly number[];
  readonly score?: number | undefined;
}

function entriesOf({ population, nearest, best, front }: z.output<typeof stateSchema>): {
  readonly population: readonly Entry[];
  readonly kept: readonly Entry[];
} {
  const scoredAt = (list: "best" | "front") => (entry: z.output<typeof scored>, index: number) => ({
    ...entry,
    path: [list, index],
  });
  return {
    population: population.map((one, index) => ({ genotype: one, path: ["population", index] })),
    kept: [
      ...(nearest ? [{ genotype: nearest, path: ["nearest"] }] : []),
      ...best.map(scoredAt("best")),
      ...front.map(scoredAt("front")),
    ],
  };
}

const outsideProblem = ({ path, score }: Entry): Problem => ({
  path: score === undefined ? path : [...path, "genotype"],
  message: "is not an architecture of this space",
});

function scoreProblems({ path, score }: Entry, candidate: Candidate): Problem[] {
  if (score === undefined || candidate.score === score) return [];
  const message = `is ${score}, but this search scores it ${candidate.score}. Search with the same proxy and options.`;
  return [{ path: [...path, "score"], message }];
}

function foreignProblem(value: unknown): Problem | undefined {
  const { kind, version: written }: { kind?: unknown; version?: unknown } =
    typeof value === "object" && value !== null ? value : {};
  if (kind !== "zerolm-search")
    return { path: [], message: "is not the state of a search. Write one with zerolm search --state." };
  if (written === version) return undefined;
  const message = `is ${JSON.stringify(written)}, but this zerolm resumes version ${version}. Write a new one with zerolm search --state.`;
  return { path: ["version"], message };
}

const otherMethod = (saved: string, method: string): Problem[] =>
  saved === method
    ? []
    : [{ path: ["method"], message: `is ${saved}, but this search is ${method}. Search with that method.` }];

function otherRequest(saved: Readonly<Record<string, unknown>>, request: SearchRequest): Problem[] {
  return Object.entries(requestDocument(request)).flatMap(([key, value]) => {
    const [there, here] = [JSON.stringify(saved[key]), JSON.stringify(value)];
    if (there === here) return [];
    const message = `is ${there}, but this search has ${here}. Use the same value, or start again with another file.`;
    return [{ path: ["request", key], message }];
  });
}
