import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@zerolm/node";
import { type RequestOf, run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";

const data = process.env.ZEROLM_DATA ?? "";
const model = join(data, "plain-llama-kjv");

/** By the first 64 KB of training text, judged on 64 windows of held-out text. */
const pruned = async (more: Partial<RequestOf<"prune">>) => {
  const texts = { text: join(data, "kjv/train.txt"), evalText: join(model, "eval.txt"), evalWindows: 64 };
  const outcome = await run("prune", { checkpoint: model, ...texts, ...more }, nodeHost());
  return { ...outcome, after: outcome.loss!.after.value };
};

describe.skipIf(!existsSync(model))(
  "an ordinary Llama by a text (needs ZEROLM_DATA and ONNX Runtime)",
  () => {
    it.each([
      [0.66, 1.255],
      [0.606, 1.285],
    ])("cut to %d loses little, and less than by norms in the same run", async (keep, most) => {
      const [byText, byNorms] = [
        await pruned({ keep }),
        await pruned({ keep, proxy: "zerolm", order: "norm" }),
      ];
      expect(byText.size).toBe(byNorms.size);
      expect(byText.after).toBeLessThanOrEqual(most);
      expect(byText.after).toBeLessThan(byNorms.after);
    });

    // The best of all single layers and of all pairs, by forward passes without them.
    it.each([
      [1, 1.2523],
      [2, 1.3122],
    ])("without %d layers is at most a tenth above the best choice", async (dropLayers, best) => {
      const { after, dropped } = await pruned({ dropLayers });
      expect(dropped?.by).toBe("loss");
      expect(after).toBeLessThanOrEqual(1.1 * best);
    });
  },
);
