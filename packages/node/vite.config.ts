import { defineConfig } from "vite";
import { compact } from "../../vite.output.js";

export default defineConfig({
  build: {
    target: "node20",
    minify: false,
    emptyOutDir: false,
    lib: {
      entry: {
        index: "src/index.ts",
        files: "src/files.ts",
        plot: "src/plot.ts",
        worker: "src/threads/worker.ts",
        "job-worker": "src/threads/job-worker.ts",
      },
      formats: ["es"],
    },
    rollupOptions: {
      output: compact,
      external: [/^node:/, /^@zerolm\//, "piscina", "@resvg/resvg-js", "vega", "vega-lite"],
    },
  },
});
