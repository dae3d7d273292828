import { defineConfig } from "vite";

/** What a report runs in the browser, with all that it needs, as one script to stand in the page. */
export default defineConfig({
  build: {
    target: "es2022",
    emptyOutDir: false,
    lib: {
      entry: "src/report/client.ts",
      formats: ["iife"],
      name: "zerolmReport",
      fileName: () => "report-client.js",
    },
  },
});
