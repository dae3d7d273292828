import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "node20",
    minify: false,
    lib: {
      entry: { index: "src/index.ts", files: "src/files.ts", worker: "src/threads/worker.ts" },
      formats: ["es"],
    },
    rollupOptions: { external: [/^node:/, /^@zerolm\//, "piscina"] },
  },
});
