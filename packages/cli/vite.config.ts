import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "node20",
    ssr: "src/main.ts",
    minify: false,
    rollupOptions: { output: { chunkFileNames: "[name].js" } },
  },
});
