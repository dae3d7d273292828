import { describe, it } from "vitest";
import { expectDamageNoticed } from "./damaged-files.js";

describe("damaged files", () => {
  it("are refused by name or read, two million of them, and nothing beyond their size is asked for", async () => {
    await expectDamageNoticed(2_000_000);
  });
});
