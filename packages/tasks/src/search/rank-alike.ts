import { z } from "zod";
import type { ProxyAbout } from "../proxy/proxy-outcome.js";
import type { SearchTaskRequest } from "./search-request.js";

/** What `rank` is asked, files aside, to score as a search did. */
export const rankAlikeSchema = z.object({
  proxy: z.string(),
  options: z.record(z.string(), z.unknown()).optional(),
  minimize: z.boolean().optional(),
  seed: z.int().optional(),
});

export type RankAlike = z.output<typeof rankAlikeSchema>;

/**
 * The request of `rank` under which every architecture has the score that a search gave it: options that were given, and the alpha that
 * was chosen. What is missing has its default.
 *
 * @param about the proxy of the search, as its outcome describes it
 */
export function rankAlike(
  { proxy, options: given, minimize, seed }: SearchTaskRequest,
  { options, alphaSource }: ProxyAbout,
): RankAlike {
  const isSaid = (key: string): boolean =>
    given[key] !== undefined || (key === "alpha" && alphaSource !== undefined);
  const said = Object.entries(options).filter(([key]) => isSaid(key));
  return {
    proxy,
    ...(said.length > 0 ? { options: Object.fromEntries(said) } : {}),
    ...(minimize ? { minimize } : {}),
    ...(seed === 0 ? {} : { seed }),
  };
}
