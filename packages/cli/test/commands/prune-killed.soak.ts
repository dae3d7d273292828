import { beforeAll, describe, it } from "vitest";
import { workFolder } from "../work-folder.js";
import { expectNothingOrEverything, writeLarge } from "./killed-prune.js";

const work = workFolder();
beforeAll(() => writeLarge(work));

describe("prune, killed", () => {
  it.each([
    ["before a new folder", false],
    ["before an empty folder", true],
  ])("leaves nothing or everything under the final name, %s; the next run clears up", async (_, empty) => {
    const shares = Array.from({ length: 20 }, (_, index) => (0.8 * index) / 20);
    await expectNothingOrEverything(work, shares, empty);
  });
});
