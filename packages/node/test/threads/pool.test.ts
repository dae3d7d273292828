import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  mapCheckpoint,
  openCheckpoint,
  plainKernels,
  squareStatistics,
  squaresHere,
} from "@zerolm/checkpoint";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tensorsOf } from "../../../checkpoint/test/family/checkpoints.js";
import { examples } from "../../../checkpoint/test/family/examples.js";
import { fileOf, tensorOf } from "../../../checkpoint/test/safetensors/files.js";
import { assemblyScript } from "../../../checkpoint/vite-assemblyscript.js";
import { yaml } from "../../../core/vite-yaml.js";
import { pathFolder } from "../../src/files/path-folder.js";
import { openPool, type Pool } from "../../src/threads/pool.js";

let folder: string;
let pool: Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-pool-"));
  await build({
    configFile: false,
    logLevel: "error",
    plugins: [assemblyScript(), yaml()],
    resolve: {
      alias: {
        "@zerolm/core": join(import.meta.dirname, "../../../core/src/index.ts"),
        "@zerolm/checkpoint/kernels": join(import.meta.dirname, "../../../checkpoint/src/kernels.ts"),
        "@zerolm/checkpoint": join(import.meta.dirname, "../../../checkpoint/src/index.ts"),
      },
    },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, "../../src/threads/worker.ts"),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: "worker.mjs" } },
    },
  });
  pool = await openPool({ threads: 2, worker: pathToFileURL(join(folder, "worker.mjs")).href });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

describe("openPool", () => {
  it("sums up in its threads what the plain twin does here", async () => {
    const example = examples.phi3!;
    const tensors = tensorsOf(example).map(([name, shape], seed) => {
      const values = Float64Array.from({ length: shape.reduce((one, other) => one * other) }, (_, index) =>
        Math.sin(index + seed),
      );
      return tensorOf(name, "BF16", shape, values);
    });
    await writeFile(join(folder, "model.safetensors"), await fileOf(tensors));
    await writeFile(join(folder, "config.json"), JSON.stringify(example.config));
    const checkpoint = await openCheckpoint(await pathFolder(folder));
    const mapped = mapCheckpoint(checkpoint);
    const here = await squareStatistics(mapped, squaresHere(plainKernels));
    const there = await squareStatistics(mapped, pool.squares);
    for (const [index, { squares }] of there.entries())
      for (const [place, value] of squares.entries())
        expect(value / here[index]!.squares[place]! - 1).toBeCloseTo(0, 6);
    await checkpoint.close();
  });

  it("gives determinants, and the errors of its threads", async () => {
    expect(await pool.logDeterminant(Float32Array.of(1, 0, 0, 1), 2, 2)).toBeCloseTo(2 * Math.log(2), 6);
    const missing = {
      name: "gone",
      path: join(folder, "gone"),
      size: 8,
      read: () => expect.fail(),
      close: async () => undefined,
    };
    const tensor = { name: "a", dtype: "F32", shape: [2], start: 0, end: 8, source: missing } as const;
    await expect(pool.squares({ tensor, cols: 2, side: "rows", range: { from: 0, to: 1 } })).rejects.toThrow(
      "ENOENT",
    );
  });
});
