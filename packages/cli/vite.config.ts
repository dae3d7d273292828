import { defineConfig, type Plugin } from "vite";

/**
 * Commander loads `node:child_process` for sub-commands that are programs of their own. There are none here, and loading it takes 3 ms
 * of every start.
 */
const withoutChildProcess: Plugin = {
  name: "without-child-process",
  transform(code, id) {
    if (!id.endsWith("/commander/lib/command.js")) return undefined;
    return { code: code.replace("require('node:child_process')", "undefined"), map: null };
  },
};

export default defineConfig({
  plugins: [withoutChildProcess],
  // Read at every start: one file less to find and open.
  ssr: { noExternal: ["commander"] },
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
