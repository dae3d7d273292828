import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { type KnownModel, knownModels, modelKind, nearestKnown } from "../../src/reference/known-models.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";

const built = knownModels().filter(({ architecture }) => architecture !== undefined);
const sizeOf = ({ architecture }: KnownModel): number => cost(architecture!).parameters.total;

describe("knownModels", () => {
  it("are 65, each with a name of its own and a source", () => {
    expect(knownModels()).toHaveLength(65);
    expect(new Set(knownModels().map(({ name }) => name)).size).toBe(65);
    for (const { source } of knownModels())
      expect(source).toMatch(/^huggingface\.co\/\S+\/\S+ config\.json$/);
  });

  it.each(built.filter(({ parameters }) => parameters !== undefined))(
    "$name has the published parameter count",
    (model) => {
      expect(sizeOf(model)).toBe(model.parameters);
    },
  );

  it.each(built)("$name is a $kind named so", ({ name, kind, architecture }) => {
    expect(modelKind(architecture!)).toBe(kind);
    expect(architecture!.name).toBe(name);
  });

  it("have an architecture, all of them", () => {
    for (const { architecture, reason } of knownModels()) {
      expect(reason).toBeUndefined();
      expect(architecture).toBeDefined();
    }
    expect(built.length).toBeGreaterThanOrEqual(65);
  });

  it("share one standard deviation", () => {
    for (const { architecture } of built)
      expect(architecture!.initialiser).toMatchObject({ kind: "normal", std: 0.02 });
  });
});

describe("nearestKnown", () => {
  it.each(built)("finds $name from its own architecture", (model) => {
    const [nearest] = nearestKnown(model.architecture!, 1);
    expect(sizeOf(nearest!)).toBe(sizeOf(model));
    expect(nearest!.kind).toBe(model.kind);
  });

  it("names those of the same kind, by ratio of size", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, fc.integer({ min: 1, max: 50 }), (architecture, count) => {
        const ratio = (model: KnownModel): number => {
          const [small, large] = [sizeOf(model), cost(architecture).parameters.total].sort((a, b) => a - b);
          return large! / small!;
        };
        const alike = built.filter(({ kind }) => kind === modelKind(architecture));
        const found = nearestKnown(architecture, count);
        expect(found).toHaveLength(Math.min(count, alike.length));
        const ratios = found.map(ratio);
        for (const [index, one] of ratios.slice(1).entries())
          expect(one).toBeGreaterThanOrEqual(ratios[index]! * (1 - 1e-12));
        const rest = alike.filter((model) => !found.includes(model)).map(ratio);
        for (const one of rest) expect(one).toBeGreaterThanOrEqual(ratios.at(-1)! * (1 - 1e-12));
      }),
    );
  });

  it("gives three unless told otherwise", () => {
    expect(nearestKnown(built[0]!.architecture!).map(({ name }) => name)).toEqual([
      "smollm-135m",
      "smollm2-135m",
      "opt-125m",
    ]);
  });
});
