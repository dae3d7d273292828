import { defineConfig, type Plugin } from "vite";
import { compact, licences } from "../../vite.output.js";
import { yaml } from "./vite-yaml.js";

/** Leaves out the fifty languages of zod's messages that nothing speaks: a third of what a start would read. */
const englishOnly: Plugin = {
  name: "english-only",
  load: (id) =>
    /\/zod\/v4\/locales\/index\.js$/.test(id) ? 'export { default as en } from "./en.js";' : undefined,
};

export default defineConfig({
  plugins: [englishOnly, yaml()],
  build: {
    target: "es2023",
    minify: false,
    emptyOutDir: false,
    license: licences,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: "index" },
    // Small libraries are built in: a start then reads one file instead of two hundred. zod stays a dependency for its types.
    rollupOptions: {
      // A table of facts each, loaded when it is asked for.
      output: { ...compact, chunkFileNames: "[name].js" },
      external: [/^highs(\/|$)/],
    },
  },
});
