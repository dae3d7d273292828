import { describe, expect, it } from "vitest";
import { countText, proxyText, sizeText, textLines } from "../../src/plot/text.js";

describe("text of plots", () => {
  it.each([
    [0, "0"],
    [640, "640"],
    [999, "999"],
    [999.6, "1k"],
    [1_000, "1k"],
    [30_522, "30.5k"],
    [999_999, "1M"],
    [9_984_000, "9.98M"],
    [110e6, "110M"],
    [5.7e9, "5.7B"],
    [1.2e12, "1.2T"],
  ])("writes the size %d as %s", (size, text) => {
    expect(sizeText(size)).toBe(text);
  });

  it.each([
    [7, "7"],
    [500, "500"],
    [1_000, "1,000"],
    [1_234_567, "1,234,567"],
  ])("writes the count %d as %s", (count, text) => {
    expect(countText(count)).toBe(text);
  });

  it("writes alpha without needless digits", () => {
    expect(proxyText("zerolm", 0.1 + 0.2)).toBe("zerolm (α 0.3)");
    expect(proxyText("zerolm", -1.5, "score")).toBe("zerolm score (α −1.5)");
    expect(proxyText("nsc", undefined, "score")).toBe("nsc score");
  });

  it("breaks lines between words and loses none", () => {
    expect(textLines("one two three", 7)).toEqual(["one two", "three"]);
    expect(textLines("incomprehensibilities of it", 7)).toEqual(["incomprehensibilities", "of it"]);
    expect(textLines(["a", "b c"], 7)).toEqual(["a", "b c"]);
  });
});
