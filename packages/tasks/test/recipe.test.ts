import { readDocument } from "@zerolm/core";
import { plainExecutor } from "@zerolm/engine";
import { type RequestOf, run } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { healMethods } from "../src/words.js";
import { lettersFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

const letters = await lettersFiles();

async function recipeOf(more: Partial<RequestOf<"prune">>, given: typeof letters = letters) {
  const files = new Map(given);
  const host = fakeHost(files, { executor: async () => plainExecutor });
  const request = { checkpoint: "letters", keep: 0.7, multipleOf: 2, context: 4, for: "zerolm" } as const;
  const outcome = await run("prune", { ...request, out: "small", recipe: "heal.yaml", ...more }, host);
  const text = String(files.get("heal.yaml"));
  return { outcome, text, keys: readDocument(text, "heal.yaml").value as Record<string, unknown>, host };
}

describe("the recipe of a pruned model", () => {
  it.each(healMethods)("trains it as it is asked for, by keys that say what it says: %s", async (heal) => {
    const { outcome, keys, text } = await recipeOf({ heal, healTokens: 10_000_000 });
    expect(outcome.recipe).toMatchObject({ file: "heal.yaml", method: heal, tokens: 10_000_000 });
    expect(keys).toMatchObject({ model_name_or_path: "small", learning_rate: 1e-4, bf16: true });
    expect(keys.use_peft).toBe(heal === "lora" ? true : undefined);
    expect(keys.teacher_model_name_or_path).toBe(heal === "distil" ? "letters" : undefined);
    const sequence = Number(heal === "distil" ? keys.max_completion_length : keys.max_length);
    const step =
      sequence * Number(keys.per_device_train_batch_size) * Number(keys.gradient_accumulation_steps);
    expect(Number(keys.max_steps)).toBe(Math.ceil(10_000_000 / step));
    expect(text).toContain(`# ${heal === "distil" ? "trl distillation" : "trl sft"} --config THIS-FILE`);
    expect(text).toContain("The loss at its start was not measured");
  });

  it("says the loss that training starts from, and what it costs", async () => {
    const { outcome, text, host } = await recipeOf({ text: "text.txt" });
    const { natsPerByte } = await run(
      "inspect text",
      { checkpoint: "small", text: "text.txt", context: 4 },
      host,
    );
    expect(text).toContain(`# It starts from ${natsPerByte!.value.toFixed(4)} nats per byte`);
    expect(text).toContain("npx zerolm inspect small --text text.txt --windows 5 --context 4");
    const { tokens, flops, gpuHours } = outcome.recipe!;
    expect(tokens).toBe(20 * outcome.size);
    expect(gpuHours).toBeCloseTo(flops / (0.4 * 989e12) / 3600, 20);
  });

  it("says that TRL needs a tokenizer if there is none", async () => {
    const missing = "TRL needs a tokenizer, but letters has none. Save one in small with save_pretrained";
    expect((await recipeOf({})).text).not.toContain(missing);
    const without = new Map([...letters].filter(([path]) => path !== "letters/tokenizer.json"));
    expect((await recipeOf({}, without)).text).toContain(missing);
  });

  it("needs a checkpoint that is written", async () => {
    await expect(recipeOf({ out: undefined })).rejects.toThrow(
      "recipe is for a checkpoint that is written. Give out",
    );
  });
});
