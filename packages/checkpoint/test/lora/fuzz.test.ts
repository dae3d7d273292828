import { describe, it } from "vitest";
import { expectAdaptersSafe, expectConfigsSafe } from "./damaged-adapters.js";

describe("damaged adapters and configs", () => {
  it("are refused by name, or 600 adapters merged as PEFT merges them", async () => {
    await expectAdaptersSafe(600);
  });

  it("are refused by name or read, 1,000 configs of checkpoints", async () => {
    await expectConfigsSafe(1000);
  });
});
