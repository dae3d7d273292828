import { defineConfig } from "vite";
import { compact, licences } from "../../vite.output.js";
import { assemblyScript } from "./vite-assemblyscript.js";

export default defineConfig({
  plugins: [assemblyScript()],
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    license: licences,
    lib: {
      entry: {
        index: "src/index.ts",
        kernels: "src/kernels.ts",
      },
      formats: ["es"],
    },
    rollupOptions: {
      // Compiling the kernels takes most of the build, and is known to.
      checks: { bundlerTimings: false },
      output: compact,
      external: [/^@zerolm\//],
    },
  },
});
