import { defineConfig } from "vite";
import { compact } from "../../vite.output.js";

/** The contract suites: what they test, and what runs them, is found where they are used. */
export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    lib: { entry: "testing/index.ts", formats: ["es"], fileName: "testing" },
    rollupOptions: { output: compact, external: ["@zerolm/core", "fast-check", "vitest"] },
  },
});
