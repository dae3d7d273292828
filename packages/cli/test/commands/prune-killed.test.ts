import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../run-cli.js";
import { workFolder } from "../work-folder.js";
import { digests, expectNothingOrEverything, pruneLarge, writeLarge } from "./killed-prune.js";

const work = workFolder();
beforeAll(() => writeLarge(work));

describe("prune, killed", () => {
  it("leaves nothing or everything under the final name, before an empty folder; the next run clears up", async () => {
    await expectNothingOrEverything(work, [0.3], true);
  });

  it("takes nothing from a process that is still writing there", async () => {
    const folder = work.path("two");
    mkdirSync(folder);
    const ends = await Promise.all(["one", "other"].map((name) => run(pruneLarge(work, join(folder, name)))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(folder).sort()).toEqual(["one", "other"]);
    expect(digests(join(folder, "one"))).toEqual(digests(join(folder, "other")));
  });
});
