import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lettersFiles } from "../../../tasks/test/checkpoint-files.js";
import { expectPrinted, expectRefused } from "../expectations.js";
import { runInProcess, runJsonInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
beforeAll(async () => {
  mkdirSync(work.path("letters"), { recursive: true });
  for (const [path, data] of await lettersFiles())
    writeFileSync(work.path(path === "text.txt" ? path : `letters/${basename(path)}`), data);
});

const isInstalled = await import("@zerolm/engine")
  .then(({ openOnnx }) => openOnnx())
  .then(
    (executor) => executor.close().then(() => true),
    () => false,
  );

const asked = (...more: readonly string[]): string[] => [
  ...["prune", work.path("letters"), "--keep", "0.7", "--multiple-of", "2", "--context", "4"],
  ...more,
];

describe.skipIf(!isInstalled)("prune --text, if a runtime is installed", () => {
  it("shows the losses before and after, block influence, and the recipe, in a terminal", async () => {
    const [out, recipe] = [work.path("small"), work.path("heal.yaml")];
    const text = ["--text", work.path("text.txt")];
    const shown = await runInProcess(
      asked("--for", "zerolm", ...text, "-o", out, "--recipe", recipe, "--heal-tokens", "1M", "--quiet"),
    );
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^by activations, heads and rows by their effect on the text$/m);
    expect(shown.stdout).toMatch(/^block influence by layer: \d\.\d{3} \d\.\d{3}$/m);
    expect(shown.stdout).toMatch(/^nats per byte +value +95 % interval$/m);
    for (const row of ["before", "after", "difference"])
      expect(shown.stdout).toMatch(
        new RegExp(`^${row} +-?\\d\\.\\d{4} +-?\\d\\.\\d{4}–-?\\d\\.\\d{4}$`, "m"),
      );
    expect(shown.stdout).toMatch(/^Recipe \(all weights\): /m);
    expect(readFileSync(recipe, "utf8")).toContain(`model_name_or_path: ${JSON.stringify(out)}`);
    expect(existsSync(`${out}/model.safetensors`)).toBe(true);
  });

  it("judges what norms choose by --eval-text alone", async () => {
    const outcome = await runJsonInProcess<object>(
      asked("--dry-run", "--eval-text", work.path("text.txt"), "--eval-windows", "2"),
    );
    expect(outcome).toMatchObject({ proxy: "zerolm", loss: { windows: 2, unit: "nats a byte" } });
  });
});

describe("prune --hidden", () => {
  it("cuts the channels of the stream, and says what chose them", async () => {
    const out = work.path("narrow");
    const shown = await runInProcess(["prune", work.path("letters"), "--hidden", "4", "-o", out, "--quiet"]);
    expectPrinted(shown);
    expect(shown.stdout).toMatch(/^budget: hidden size 4$/m);
    expect(shown.stdout).toMatch(/^hidden size: 4 of 8, channels by the norms of weights$/m);
    expect(shown.stdout).toMatch(/^worth .* of all heads and rows at hidden size 4$/m);
    expect(JSON.parse(readFileSync(`${out}/config.json`, "utf8"))).toMatchObject({ hidden_size: 4 });
  });
});

describe("prune --text refuses", () => {
  it.each([
    [asked("--dry-run", "--order", "activation"), "--order activation needs a text. Give --text."],
    [asked("--dry-run", "--proxy", "activations"), "--proxy activations needs a text. Give --text."],
    [asked("--dry-run", "--drop", "auto"), "--drop auto needs a text. Give --text, or a number of layers."],
    [asked("--dry-run", "--drop", "1"), "--drop is 1, and 0 of 2 layers may go"],
    [asked("--dry-run", "--drop", "0"), "--drop"],
    [asked("--dry-run", "--hidden", "auto"), "--hidden auto needs a text. Give --text, or a hidden size."],
    [asked("--dry-run", "--hidden", "9"), "the hidden size is 8, so it cannot be cut to 9"],
    [asked("--dry-run", "--recipe", "heal.yaml"), "--recipe is for a checkpoint that is written. Give --out"],
    [asked("--dry-run", "--text", work.path("none.txt")), /none\.txt/],
  ])("%j", async (args, message) => {
    expectRefused(await runInProcess(args), 2, message);
  });
});
