import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examples } from "./examples.js";
import { exported } from "./exported.js";

/*
 * Models before the checker of `onnx`, types and shapes inferred: `ZEROLM_PYTHON=python npx vitest run onnx-checker` with a Python that has it.
 */

const python = process.env.ZEROLM_PYTHON ?? "python";
const hasOnnx = spawnSync(python, ["-c", "import onnx"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "zerolm-onnx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = "import onnx, sys; onnx.checker.check_model(sys.argv[1], full_check=True)";

describe.skipIf(!hasOnnx)("the checker of onnx, if the Python of ZEROLM_PYTHON has it, takes", () => {
  it.each(Object.entries(examples).filter(([kind]) => kind !== "encoder-decoder"))(
    "%s",
    async (_kind, architecture) => {
      const path = join(folder, "model.onnx");
      writeFileSync(path, (await exported(architecture)).bytes);
      const { status, stderr } = spawnSync(python, ["-c", check, path], { encoding: "utf8" });
      expect(stderr).toBe("");
      expect(status).toBe(0);
    },
  );
});
