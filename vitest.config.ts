import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { assemblyScript } from "./packages/checkpoint/vite-assemblyscript.js";
import { yaml } from "./packages/core/vite-yaml.js";

const source = (path: string): string => fileURLToPath(new URL(`packages/${path}`, import.meta.url));

export default defineConfig({
  plugins: [assemblyScript(), yaml()],
  resolve: {
    alias: [
      { find: /^@zerolm\/core$/, replacement: source("core/src/index.ts") },
      { find: /^@zerolm\/core\/testing$/, replacement: source("core/testing/index.ts") },
      { find: /^@zerolm\/checkpoint$/, replacement: source("checkpoint/src/index.ts") },
      { find: /^@zerolm\/checkpoint\/kernels$/, replacement: source("checkpoint/src/kernels.ts") },
      { find: /^@zerolm\/engine$/, replacement: source("engine/src/index.ts") },
      { find: /^@zerolm\/tasks$/, replacement: source("tasks/src/index.ts") },
      { find: /^@zerolm\/tasks\/jobs$/, replacement: source("tasks/src/jobs.ts") },
      { find: /^@zerolm\/tasks\/words$/, replacement: source("tasks/src/words.ts") },
      { find: /^@zerolm\/view$/, replacement: source("view/src/index.ts") },
      { find: /^@zerolm\/node$/, replacement: source("node/src/index.ts") },
      { find: /^@zerolm\/node\/files$/, replacement: source("node/src/files.ts") },
      { find: /^@zerolm\/node\/plot$/, replacement: source("node/src/plot.ts") },
    ],
  },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "test/**/*.test.ts",
      ...(process.env.ZEROLM_PYTHON === undefined ? [] : ["packages/*/test/**/*.check.ts"]),
    ],
    setupFiles: ["test/seed.ts"],
    isolate: false, // files share what they import: loading it for each takes longer than most tests
    maxWorkers: "100%", // one core is kept free otherwise, which is half of a small machine
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
