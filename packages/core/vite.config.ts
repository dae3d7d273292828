import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: "index" },
    rollupOptions: { external: ["yaml", /^zod/] },
  },
});
