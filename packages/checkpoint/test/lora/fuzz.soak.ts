import { describe, it } from "vitest";
import { expectAdaptersSafe, expectConfigsSafe } from "./damaged-adapters.js";

describe("damaged adapters and configs", () => {
  it("are refused by name, or 100,000 adapters merged as PEFT merges them", async () => {
    await expectAdaptersSafe(100_000);
  }, 3_600_000);

  it("are refused by name or read, 100,000 configs of checkpoints", async () => {
    await expectConfigsSafe(100_000);
  }, 3_600_000);
});
