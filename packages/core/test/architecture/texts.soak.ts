import { describe, it } from "vitest";
import { anyText } from "./any-text.js";

describe("any text", () => {
  it.each(Object.entries(anyText))("%s, many of them", (_what, expectAnswers) => {
    expectAnswers(30_000);
  });
});
