import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where downloads are kept: `$ZEROLM_CACHE`, else the folder that the system has for it: `~/Library/Caches/zerolm` on
 * macOS, `%LOCALAPPDATA%\zerolm` on Windows, elsewhere `$XDG_CACHE_HOME/zerolm` or `~/.cache/zerolm`. A benchmark lies in
 * a folder of its name in there, so that `ZEROLM_DATA` can name this folder, or a copy of it.
 *
 * An empty variable counts as not set, and so does a relative `XDG_CACHE_HOME`, as its specification demands.
 *
 * @param environment default: that of the process
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = environment.ZEROLM_CACHE;
  if (own) return own;
  const xdg = environment.XDG_CACHE_HOME;
  if (xdg && isAbsolute(xdg)) return join(xdg, "zerolm");
  if (platform === "darwin") return join(home, "Library", "Caches", "zerolm");
  if (platform === "win32") return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "zerolm");
  return join(home, ".cache", "zerolm");
}
