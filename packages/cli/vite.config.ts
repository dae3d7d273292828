import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compact } from "../../vite.output.js";

export default defineConfig({
  resolve: {
    alias: {
      // Types and nothing else: its classes are those of commander.
      "@commander-js/extra-typings": "commander",
      // Built in, since whoever writes one file need not load threads, nor wait for them to be built.
      "@zerolm/node/files": fileURLToPath(new URL("../node/src/files.ts", import.meta.url)),
    },
  },
  build: {
    target: "node20",
    ssr: true,
    minify: false,
    rollupOptions: {
      input: { main: "src/main.ts" },
      // The threads and kernels of checkpoint are files of their own, and both must share one core, or its errors have two classes.
      external: [/^@zerolm\/(?!node\/files$)/],
      output: { ...compact, chunkFileNames: "[name].js" },
    },
  },
});
