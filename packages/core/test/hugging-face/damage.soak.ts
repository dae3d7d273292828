import fc from "fast-check";
import { describe, it } from "vitest";
import { families, type ModelType } from "../../src/hugging-face/families.js";
import { arbitraryDamaged, expectProblemsUnderKeys } from "./damaged.js";

describe.each(Object.keys(families) as ModelType[])("%s", (type) => {
  it("says what is wrong under keys of the config, of a thousand damaged ones", () => {
    fc.assert(
      fc.property(arbitraryDamaged(type), (damaged) => expectProblemsUnderKeys(type, damaged)),
      { numRuns: 1000 },
    );
  });
});
