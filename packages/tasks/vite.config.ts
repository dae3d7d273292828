import { defineConfig } from "vite";
import { compact } from "../../vite.output.js";

export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    lib: {
      entry: { index: "src/index.ts", jobs: "src/jobs.ts", words: "src/words.ts" },
      formats: ["es"],
    },
    rollupOptions: {
      // Core has zod built in; another copy would be read for nothing.
      output: { ...compact, paths: { zod: "@zerolm/core" } },
      external: [/^@zerolm\//, "zod"],
    },
  },
});
