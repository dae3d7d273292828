import { join } from "node:path";
import { cacheFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";

describe("cacheFolder", () => {
  it.each([
    [{ ZEROLM_CACHE: "/own", XDG_CACHE_HOME: "/xdg" }, "linux", "/own"],
    [{ ZEROLM_CACHE: "", XDG_CACHE_HOME: "/xdg" }, "linux", "/xdg/zerolm"],
    [{ XDG_CACHE_HOME: "relative" }, "linux", "/home/me/.cache/zerolm"],
    [{}, "linux", "/home/me/.cache/zerolm"],
    [{ XDG_CACHE_HOME: "/xdg" }, "darwin", "/xdg/zerolm"],
    [{}, "darwin", "/home/me/Library/Caches/zerolm"],
    [{ LOCALAPPDATA: "/local" }, "win32", "/local/zerolm"],
    [{}, "win32", "/home/me/AppData/Local/zerolm"],
  ] as const)("with %j on %s is %s", (variables, platform, path) => {
    expect(cacheFolder(variables, platform, "/home/me")).toBe(join(path));
  });
});
