/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, startChromium } from "../browser.js";
import { expectRefused } from "../expectations.js";
import { inventedRows } from "../nas-bench-fixture.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const file = work.path("report.html");
const evil = `</script><img src=x onerror=alert(1)>`;

/** Networks of one's own whose names are markup. */
const ownRows = Array.from({ length: 20 }, (_, index) => ({
  id: `${evil}${index}`,
  ...{ hidden: 64, depth: 1 + (index % 3), heads: 4, ffnWidth: 64 + 16 * index, vocabulary: 500 },
  quality: index % 7,
  [evil]: index,
}));

async function writeReport(): Promise<void> {
  work.write("BERT_benchmark.json", inventedRows(30));
  work.write("own.jsonl", ownRows.map((row) => JSON.stringify(row)).join("\n"));
  const benchmarks = [
    `nas-bench-bert=${work.path("BERT_benchmark.json")}`,
    `table=${work.path("own.jsonl")}`,
  ];
  const line = ["evaluate", ...benchmarks, "--proxy", "zerolm,nsc", "--resamples", "100", "--report", file];
  expect(await runInProcess([...line, "--quiet"])).toMatchObject({ code: 0, stderr: "" });
}

beforeAll(writeReport);

describe("the report", () => {
  it("is one file that names nothing outside itself", () => {
    const text = work.read("report.html");
    const markup = text.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "");
    expect(markup).not.toMatch(/\b(src|href)="(?!#)|@import|url\(/);
    expect(markup).toContain('content="default-src &#39;none&#39;; script-src &#39;sha256-');
  });

  it("lets no name of a file become markup", () => {
    const text = work.read("report.html");
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;/script&gt;&lt;img");
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it("holds the architecture of a network once, though every panel and the list show it", () => {
    const architectures = work.read("report.html").match(/hidden 64, [1-3] layers?;[^"]*FFN 112"/g) ?? [];
    expect(architectures).toHaveLength(1);
  });

  it("has the same bytes for the same seed", async () => {
    const before = work.read("report.html");
    await writeReport();
    expect(work.read("report.html") === before).toBe(true);
  });

  it("is refused under another ending before anything is read", async () => {
    const ended = await runInProcess(["evaluate", "table=none.csv", "--report", "out.pdf"]);
    expectRefused(ended, 2, "out.pdf: reports are written as .html");
  });
});

const executable = chromiumPath();

describe.skipIf(!executable)("the report in a browser (needs Chromium; set CHROMIUM to its path)", () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await startChromium(executable as string);
    page = await browser.newPage({ colorScheme: "light" });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(dialog.message()));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await drawn("light");
  });
  afterAll(() => browser?.close());

  const drawn = (scheme: string) =>
    page.waitForFunction(
      (wanted) => [...document.querySelectorAll("figure")].every(({ dataset }) => dataset.drawn === wanted),
      scheme,
    );

  it("draws every plot: heat map, learning curves, scatter plots with a mark a network", async () => {
    const names = await page.locator("figure").evaluateAll((all) => all.map((one) => one.dataset.plot));
    expect(names).toEqual(["heat", "learning", "proxy0", "proxy1", "published1"]);
    const marks = (plot: string) =>
      page.locator(`figure[data-plot=${plot}] .mark-symbol.role-mark path`).count();
    expect(await marks("proxy0")).toBe(2 * 30);
    expect(await marks("published1")).toBe(20);
    expect(await page.locator("figure[data-plot=heat] .mark-rect path").count()).toBeGreaterThanOrEqual(9);
    expect(await marks("learning")).toBe(2 + 2);
  });

  it("shows an architecture on hovering, as text", async () => {
    const mark = page.locator("figure[data-plot=proxy1] .mark-symbol.role-mark path").first();
    await mark.scrollIntoViewIfNeeded();
    // Scrolling hides a tooltip. Its event comes with the next frame, and must not come after the pointer.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    await mark.hover({ force: true });
    const tooltip = page.getByRole("tooltip");
    await tooltip.waitFor({ state: "visible" });
    const text = (await tooltip.textContent()) ?? "";
    expect(text).toContain(`name ${evil}`);
    expect(text).toMatch(/architecture hidden 64, \d layers?; 0.*: attention, 4 heads × 16, FFN \d+/);
    await page.keyboard.press("Escape");
    await tooltip.waitFor({ state: "hidden" });
  });

  it("has tables that a keyboard reaches, and opens the networks", async () => {
    const first = page.getByRole("region", { name: "Figures of nas-bench-bert, trained" });
    expect(await first.getByRole("row").count()).toBe(1 + 2 + 2);
    await first.focus();
    expect(await first.evaluate((one) => one === document.activeElement)).toBe(true);
    const summary = page.getByText("The 30 networks");
    await summary.focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("region", { name: "Networks of nas-bench-bert" });
    await list.waitFor(); // the table is made after the key
    expect(await list.getByRole("row").count()).toBe(31);
    const headings = await list.getByRole("columnheader").allTextContents();
    expect(headings).toEqual(["network", "GLUE score", "zerolm", "nsc", "architecture"]);
    const architecture = list.getByRole("cell").filter({ hasText: "hidden" }).first();
    expect(await architecture.evaluate((cell) => getComputedStyle(cell).textAlign)).toBe("left");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await list.count()).toBe(1);
    await page.getByText("The 20 networks").click();
    const own = page.getByRole("region", { name: "Networks of table" });
    await own.waitFor();
    expect(await own.getByRole("rowheader").first().textContent()).toBe(`${evil}0`);
    expect(await own.getByRole("row").nth(1).textContent()).toMatch(/hidden 64, 1 layer; 0: attention/);
  });

  it("follows the system into the dark", async () => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await paper()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    await drawn("dark");
    expect(await paper()).toBe("rgb(20, 24, 29)");
    const texts = page.locator("figure[data-plot=proxy0] svg text");
    expect(await texts.first().getAttribute("fill")).toBe("#a9b2bb");
  });

  it("says nothing on the console and asks for nothing", () => {
    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
  });
});
