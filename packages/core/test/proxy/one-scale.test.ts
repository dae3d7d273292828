import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { UsageError } from "../../src/errors.js";
import { absoluteWeight } from "../../src/proxy/absolute-weight.js";
import { nsc } from "../../src/proxy/nsc.js";
import { zerolm } from "../../src/proxy/zerolm.js";
import { small } from "./architectures.js";

const withStd = (std: number): Architecture => small({ kind: "normal", std });

describe.each(Object.entries({ zerolm, nsc, absoluteWeight }))("%s", (_name, proxy) => {
  const scoreOf = (architecture: Architecture, std?: number | "xavier" | "own"): number =>
    proxy.scorer(std === undefined ? {} : { std }).score(architecture).value;

  it("gives equal matrices one score, whatever std their file says, unless asked for it", () => {
    expect(scoreOf(withStd(1 / 24))).toBe(scoreOf(withStd(0.02)));
    expect(scoreOf(withStd(1 / 24), "xavier")).toBe(scoreOf(withStd(0.02), "xavier"));
    expect(scoreOf(withStd(1 / 24), "own")).toBe(scoreOf(small(), 1 / 24));
    expect(scoreOf(withStd(0.02), "own")).toBe(scoreOf(withStd(1 / 24)));
  });

  it("refuses a std beside an initialiser", () => {
    expect(() => proxy.scorer({ std: 0.1, initialiser: "xavier" })).toThrow(UsageError);
    expect(() => proxy.scorer({ std: 0.1, initialiser: "xavier" })).toThrow(
      /std cannot be used with initialiser/,
    );
  });
});
