import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** What is too long for `npm test`: floods, kills, millions. At most 20 minutes on two cores. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["packages/*/test/**/*.soak.ts", "test/**/*.soak.ts"],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
