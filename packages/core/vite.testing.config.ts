import { defineConfig } from "vite";

/** The contract suites: what they test, and what runs them, is found where they are used. */
export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    lib: { entry: "testing/index.ts", formats: ["es"], fileName: "testing" },
    rollupOptions: { external: ["@zerolm/core", "fast-check", "vitest"] },
  },
});
