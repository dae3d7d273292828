import { expect, it } from "vitest";
import { spaceYaml } from "../configs.js";
import { expectPrinted } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();

// What it says of broken spaces is what `search` says: `search-space.test.ts` holds the two together.
it("spaces check says what a space holds", async () => {
  const file = work.path(work.write("good.yaml", spaceYaml));
  expectPrinted(await runInProcess(["spaces", "check", file]));
  const { stdout } = await runInProcess(["spaces", "check", file, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    name: "small",
    size: String(2 * (4 ** 2 + 4 ** 3)),
    macroOptions: 4,
    depth: { minimum: 2, maximum: 3 },
    hidden: { minimum: 64, maximum: 128 },
  });
});
