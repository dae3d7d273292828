import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "node20",
    ssr: "src/main.ts",
    minify: false,
    rollupOptions: {
      // The threads and kernels of checkpoint are files of their own, and both must share one core, or its errors have two classes.
      external: [/^@zerolm\//],
      output: { chunkFileNames: "[name].js" },
    },
  },
});
