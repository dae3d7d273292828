import { defineConfig } from "vite";

export default defineConfig({
  // Read at every start: one file less to find and open.
  ssr: { noExternal: ["commander"] },
  build: {
    target: "node20",
    ssr: "src/main.ts",
    minify: false,
    rollupOptions: { output: { chunkFileNames: "[name].js" } },
  },
});
