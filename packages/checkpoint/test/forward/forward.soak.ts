import { describe, it } from "vitest";
import { withoutTinyLlama } from "../tiny-llama.js";
import { expectTrainedLosses } from "./trained-losses.js";

describe.skipIf(withoutTinyLlama)("the loss of the trained supernet (needs ZEROLM_DATA)", () => {
  it("is that of the training program, whole and for 20 sub-networks", async () => {
    await expectTrainedLosses(20);
  });
});
