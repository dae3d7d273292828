import { columnsOf, distinctLabels } from "@zerolm/view";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const maximum = 28;

describe("distinct labels", () => {
  it.each([
    [
      ["a.json", "b.json"],
      ["a.json", "b.json"],
    ],
    [
      ["experiment-one/models_roberta/config.json", "experiment-two/models_roberta/config.json"],
      ["experiment-one/…/config.json", "experiment-two/…/config.json"],
    ],
    [
      ["/home/somebody/experiments/of/today/1.json", "/home/somebody/experiments/of/today/2.json"],
      ["…experiments/of/today/1.json", "…experiments/of/today/2.json"],
    ],
  ])("%j", (paths, labels) => {
    expect(distinctLabels(paths, maximum)).toEqual(labels);
  });

  it("tell any paths apart, and fit if paths differ near an end", () => {
    const part = fc.stringMatching(/^[a-z]{1,12}$/);
    const path = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const labels = distinctLabels(paths, maximum);
        expect(labels).toHaveLength(paths.length);
        expect(new Set(labels).size).toBe(paths.length);
        for (const [index, label] of labels.entries())
          if (columnsOf(label) > maximum) expect(label).toBe(paths[index]);
      }),
    );
  });
});
