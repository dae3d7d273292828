import { defineConfig } from "vite";
import { compact, licences } from "../../vite.output.js";

export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    license: licences,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: "index" },
    rollupOptions: { output: compact, external: [/^@zerolm\//] },
  },
});
