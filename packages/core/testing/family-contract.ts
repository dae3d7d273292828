import fc from "fast-check";
import { expect, it } from "vitest";
import type { Architecture } from "../src/architecture/architecture.js";
import { cost } from "../src/architecture/cost.js";
import { copiesOf, type Matrix, matrices } from "../src/architecture/matrices.js";
import { huggingFaceConfig } from "../src/hugging-face/export.js";
import { families, type ModelType } from "../src/hugging-face/families.js";
import type { Family, Values } from "../src/hugging-face/family.js";
import { resolveHuggingFaceConfig } from "../src/hugging-face/hugging-face.js";
import { type NamedTensor, storedShape, type TensorPart } from "../src/hugging-face/named-tensor.js";

/**
 * What every family of Hugging Face owes: configs that are written are read again as the same architecture, and its tensors are that
 * architecture, number by number.
 *
 * @param configs of this family, of any class and with any sizes; those that contradict themselves are passed over
 * @example
 * describe("llama", () => familyContract("llama", arbitraryConfigOf("llama")));
 */
export function familyContract(modelType: ModelType, configs: fc.Arbitrary<Values>): void {
  const family: Family = families[modelType];
  const holds = (check: (architecture: Architecture, config: Values) => void): void => {
    let checked = 0;
    fc.assert(
      fc.property(configs, (config) => {
        const { value } = resolveHuggingFaceConfig(config);
        if (!value) return;
        checked++;
        check(value, config);
      }),
      { numRuns: 120 },
    );
    expect(checked).toBeGreaterThan(12);
  };

  it("says what it reads, and whether it is pruned", () => {
    expect(family.summary).toMatch(/\S/);
    expect(Object.keys(family.heads)).toContain(family.defaultClass);
    expect(family.pruning.unequalAs ?? family.pruning.refused).toMatch(/\S/);
  });

  it("reads the same from what it writes; only layers that differ may be beyond it", () => {
    holds((architecture, { block_configs: blocks, per_layer_config: overrides }) => {
      const { config, misfits } = huggingFaceConfig(architecture, modelType);
      if (blocks === undefined && overrides === undefined) expect(misfits).toBeUndefined();
      for (const { path } of misfits ?? []) expect(path[0]).toBe("layers");
      if (config)
        expect(resolveHuggingFaceConfig(JSON.parse(JSON.stringify(config))).value).toEqual(architecture);
    });
  });

  if (!family.tensors) return;

  it("has as many numbers in its tensors as the architecture has parameters", () => {
    holds((architecture, config) => {
      const counted = tensorsOf(family, architecture, config).filter(isCounted);
      const sum = counted.reduce((total, tensor) => total + numbers(storedShape(tensor)), 0);
      expect(sum).toBe(cost(architecture).parameters.total);
    });
  });

  it("has every matrix of the architecture in one place", () => {
    holds((architecture, config) => {
      const parts = tensorsOf(family, architecture, config)
        .filter(isCounted)
        .flatMap((tensor) => tensor.parts.flatMap((part) => (part.cols ? [partText(tensor, part)] : [])));
      const expected = matrices(architecture).flatMap(copiesOf).map(matrixText);
      expect(parts.sort()).toEqual(expected.sort());
    });
  });

  it("has one tensor a name, and ties to names that are there", () => {
    holds((architecture, config) => {
      const tensors = tensorsOf(family, architecture, config);
      const names = new Set(tensors.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
      expect(names.size).toBe(tensors.reduce((sum, { aliases = [] }) => sum + 1 + aliases.length, 0));
      for (const { tied } of tensors) if (tied !== undefined) expect(names).toContain(tied);
    });
  });
}

const tensorsOf = (family: Family, architecture: Architecture, config: Values): readonly NamedTensor[] =>
  family.tensors?.(architecture, family.layerNumbers?.(config)) ?? [];

const isCounted = ({ tied, uncounted }: NamedTensor): boolean => tied === undefined && !uncounted;

const numbers = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const placeText = ({ subModule, layer, attention, expert }: NamedTensor | Matrix): string =>
  [subModule, layer, attention, expert].join(" ");

const partText = (tensor: NamedTensor, { role, rows, cols }: TensorPart): string =>
  `${placeText(tensor)} ${role} ${rows.size} × ${cols?.size}`;

const matrixText = (matrix: Matrix): string =>
  `${placeText(matrix)} ${matrix.role} ${matrix.rows} × ${matrix.cols}`;
