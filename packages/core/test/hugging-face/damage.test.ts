import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { naiveParameters } from "../architecture/naive-parameters.js";
import { arbitraryConfigOf } from "./arbitrary-config.js";
import { arbitraryDamaged, expectProblemsUnderKeys } from "./damaged.js";

describe.each(Object.keys(families) as ModelType[])("%s", (type) => {
  it("is counted as PyTorch would, module by module", () => {
    fc.assert(
      fc.property(arbitraryConfigOf(type), (config) => {
        const { value } = resolveHuggingFaceConfig(config);
        if (!value) return;
        const { matrices, vectors } = naiveParameters(value);
        expect(matrices + vectors).toBe(cost(value).parameters.total);
      }),
      { numRuns: 60 },
    );
  });

  it("says what is wrong under keys of the config, and then what to do", () => {
    fc.assert(
      fc.property(arbitraryDamaged(type), (damaged) => expectProblemsUnderKeys(type, damaged)),
      { numRuns: 60 },
    );
  });
});
