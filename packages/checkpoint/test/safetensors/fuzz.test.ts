import { describe, it } from "vitest";
import { expectDamageNoticed } from "./damaged-files.js";

describe("damaged files", () => {
  it("are refused by name or read, 20,000 of them, and nothing beyond their size is asked for", async () => {
    await expectDamageNoticed(20_000);
  });
});
