import { type MacroOption, sizeOf } from "../../space/space.js";
import type { Best, SearchMethod, SearchRequest, SearchResult } from "../search.js";
import { ifAny } from "./if-any.js";

/** How many of the best of a search without a proof are looked through for different macro options. */
const lookedThrough = 10_000;

/**
 * The best of each macro option, the highest score first: ten different shapes instead of ten near-copies of one. A method that proves its
 * best searches each macro option by itself, so that every entry is proven; of one that does not, the best that it came across are sorted.
 */
export async function bestPerMacro(method: SearchMethod, request: SearchRequest): Promise<SearchResult> {
  const single = { ...request, perMacro: false };
  if (method.takes.includes("evaluations")) {
    const result = await method.search({ ...single, top: lookedThrough });
    const seen = new Set<number>();
    const best = result.best.filter(({ genotype: { macro } }) => !seen.has(macro) && seen.add(macro));
    return { ...result, best: best.slice(0, request.top) };
  }
  // Without the list, but with a front if it is asked for: it also says what is wrong if nothing fits.
  const whole = await method.search({ ...single, top: 1 });
  const best: Best[] = [];
  for (const macro of request.space.macroOptions.keys()) {
    if (request.signal?.aborted) return { ...whole, optimal: false, best: sorted(best, request) };
    best.push(...(await bestOfMacro(method, single, macro)));
  }
  return { ...whole, best: sorted(best, request) };
}

const sorted = (best: readonly Best[], { minimize, top }: SearchRequest): Best[] =>
  best
    .toSorted(
      (one, other) => (minimize ? one.score - other.score : other.score - one.score) || one.cost - other.cost,
    )
    .slice(0, top);

/** The best of one macro option; nothing if none of it is within the budgets. */
async function bestOfMacro(method: SearchMethod, request: SearchRequest, macro: number): Promise<Best[]> {
  const option = request.space.macroOptions[macro] as MacroOption;
  const space = { ...request.space, macroOptions: [option], size: sizeOf(option) };
  const { onProgress: _, ...quiet } = request;
  const found = await ifAny(() => method.search({ ...quiet, space, top: 1, pareto: false }));
  return (found?.best ?? []).map(({ genotype, ...one }) => ({
    ...one,
    genotype: { macro, layers: genotype.layers },
  }));
}
