import { defineConfig } from "vite";
import { compact } from "../../vite.output.js";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: "index" },
    rollupOptions: {
      output: { ...compact, chunkFileNames: "[name].js" },
      external: Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
    },
  },
});
