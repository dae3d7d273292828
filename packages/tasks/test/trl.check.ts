import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "@zerolm/tasks";
import { afterAll, describe, expect, it } from "vitest";
import { examples } from "../../checkpoint/test/family/examples.js";
import { healMethods } from "../src/words.js";
import { lettersFiles } from "./checkpoint-files.js";
import { fakeHost } from "./fake-host.js";

/*
 * Every recipe before TRL: `ZEROLM_PYTHON=python npx vitest run trl.check` with a Python that has it. Three small steps on the processor.
 */

const python = process.env.ZEROLM_PYTHON ?? "python";
const hasTrl = spawnSync(python, ["-c", "import importlib.util as u, sys; sys.exit(not u.find_spec('trl'))"]);
const folder = mkdtempSync(join(tmpdir(), "zerolm-trl-"));
afterAll(() => rmSync(folder, { recursive: true }));

const short = ["--max_steps=3", "--per_device_train_batch_size=2", "--gradient_accumulation_steps=1"];
const here = ["--use_cpu=true", "--report_to=none", "--logging_steps=1", "--save_strategy=no"];
const config = { ...examples.llama!.config, architectures: ["LlamaForCausalLM"] };
const data: Readonly<Record<string, string>> = {
  "letters/config.json": JSON.stringify(config),
  "letters/tokenizer_config.json": JSON.stringify({
    tokenizer_class: "PreTrainedTokenizerFast",
    eos_token: "j",
    pad_token: "a",
  }),
  "REPLACE-WITH-YOUR-TEXT.txt": "abcdefghijihgfedcb\n".repeat(300),
  "REPLACE-WITH-YOUR-PROMPTS.jsonl": `${JSON.stringify({ prompt: "abcde" })}\n`.repeat(20),
};

/** The files of a checkpoint before and behind pruning, its recipe, and data, in a folder. */
async function write(at: string, heal: (typeof healMethods)[number]): Promise<void> {
  const files = new Map([...(await lettersFiles()), ...Object.entries(data)]);
  const request = { checkpoint: "letters", keep: 0.7, multipleOf: 2, uniform: "all" } as const;
  await run("prune", { ...request, out: "small", recipe: "heal.yaml", heal }, fakeHost(files));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), content);
  }
}

describe.skipIf(hasTrl.status !== 0)(
  "TRL, if the Python of ZEROLM_PYTHON has it, trains by the recipe",
  () => {
    // Importing TRL takes most of the time.
    it.each(healMethods)("%s", { timeout: 600_000 }, async (heal) => {
      const at = join(folder, heal);
      await write(at, heal);
      const { status, stdout, stderr } = spawnSync(
        python,
        [
          // What `trl sft` and `trl distillation` launch.
          ...["-m", `trl.scripts.${heal === "distil" ? "distillation" : "sft"}`],
          "--config",
          "heal.yaml",
          ...short,
          ...here,
          ...(heal === "distil" ? ["--max_completion_length=4"] : []),
        ],
        { cwd: at, encoding: "utf8", env: { ...process.env, HF_HUB_OFFLINE: "1", CUDA_VISIBLE_DEVICES: "" } },
      );
      expect({ status, stderr: status === 0 ? "" : stderr.slice(-2000) }).toEqual({ status: 0, stderr: "" });
      const losses = [...(stdout + stderr).matchAll(/'loss': '?([\d.e-]+)/g)].map(([, loss]) => Number(loss));
      expect(losses).toHaveLength(3);
      // A divergence of two small models of random numbers is 0 up to rounding.
      const least = heal === "distil" ? -1e-3 : 1;
      expect(losses.filter((loss) => !(Number.isFinite(loss) && loss > least))).toEqual([]);
      const saved = heal === "lora" ? "adapter_model.safetensors" : "model.safetensors";
      expect(existsSync(join(at, "small-healed", saved))).toBe(true);
      expect(stderr).not.toMatch(/cross-contamination|is deprecated|padding-free/i);
    });
  },
);
