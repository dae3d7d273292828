import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";
import { shapeProxies } from "../../src/proxy/proxies.js";
import type { ShapeProxy } from "../../src/proxy/proxy.js";
import golden from "../golden/proxies.json" with { type: "json" };

const documents: Readonly<Record<string, unknown>> = golden.architectures;
const cases = golden.cases.map((entry) => ({ ...entry, setting: JSON.stringify(entry.options) }));

/*
 * The values come from Python, which lists the matrices itself and sums in fractions. They also hold a score still: what this
 * process computes is what every process computed before.
 */
describe.each(cases)("$proxy $setting of $architecture, against Python", (entry) => {
  it("is the same number", () => {
    const architecture = resolveArchitecture(documents[entry.architecture]).value as Architecture;
    const proxy: ShapeProxy = shapeProxies[entry.proxy as keyof typeof shapeProxies];
    // Python draws the weights of each architecture as its document says.
    const own = "std" in proxy.options.shape ? { std: "own" } : {};
    const { value } = proxy.scorer({ ...own, ...entry.options }).score(architecture);
    if (Number.isInteger(entry.score) && entry.proxy !== "zerolm") expect(value).toBe(entry.score);
    else expect(Math.abs(value / entry.score - 1)).toBeLessThan(1e-13);
  });
});
