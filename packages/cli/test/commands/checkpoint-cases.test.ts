import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const cases = process.env.ZEROLM_CASES ?? "";
const root = resolve(import.meta.dirname, "../../../..");
const hasNumpy = cases !== "" && spawnSync("python3", ["-c", "import numpy"]).status === 0;

/** Every folder of `$ZEROLM_CASES/checkpoints` that takes seconds; `file-shrinks-while-read` takes minutes and is a soak. */
const names = [
  "companion-files",
  "drop-layers-takes-the-first",
  "fp8-with-scales",
  "gptq-awq-message",
  "layer-types-after-drop",
  "llama-heads-divide-hidden",
  "lm-head-missing",
  "lora-alpha-pattern-regex",
  "lora-modules-to-save",
  "max-bytes-and-carried-tensors",
  "target-checked-last",
];

describe("cases of checkpoints (need ZEROLM_CASES, and Python with NumPy)", () => {
  for (const name of names) {
    const script = join(cases, "checkpoints", name, "case.py");
    it.skipIf(!hasNumpy || !existsSync(script))(name, { timeout: 120_000 }, () => {
      const { stdout } = spawnSync("python3", [script], { cwd: root, encoding: "utf8" });
      expect(stdout.trim().split("\n").at(-1)).toMatch(/^PASS /);
    });
  }
});
