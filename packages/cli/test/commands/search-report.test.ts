/// <reference lib="dom" />
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, startChromium } from "../browser.js";
import { spaceYaml } from "../configs.js";
import { expectRefused } from "../expectations.js";
import { runInProcess } from "../run-in-process.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const evil = "</script><img src=x onerror=alert(1)>";
const space = work.path(work.write("evil.yaml", spaceYaml.replace(/^name: .*/m, `name: "${evil}"`)));
const file = work.path("report.html");
const words = ["search", space, "--proxy", "zerolm", "--alpha", "0.5", "--top", "2", "--report", file];

describe("search --report", () => {
  beforeAll(async () => {
    expect(await runInProcess([...words, "--quiet"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("is one file that names nothing outside itself, and lets no name become markup", () => {
    const text = work.read("report.html");
    expect(text.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "")).not.toMatch(
      /\b(src|href)="(?!#)|@import|url\(/,
    );
    expect(text).not.toContain("<img");
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it("has the same bytes for the same seed", async () => {
    const before = work.read("report.html");
    await runInProcess(words);
    expect(work.read("report.html") === before).toBe(true);
  });

  it("is refused under another ending, before anything is searched", async () => {
    const ended = await runInProcess(["search", space, "--report", "out.pdf"]);
    expectRefused(ended, 2, "out.pdf: reports are written as .html");
  });
});

const executable = chromiumPath();

describe.skipIf(!executable)(
  "the report of a search in a browser (needs Chromium; set CHROMIUM to its path)",
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startChromium(executable as string);
    });
    afterAll(() => browser.close());

    it("draws, says architectures on hovering, and lists the front, without a complaint or a request", async () => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      await page.waitForSelector("figure[data-drawn] svg");

      expect(await page.locator("h1").textContent()).toBe(`Best architectures of ${evil}`);
      const rows = page.locator(".scroll table").first().locator("tbody tr");
      expect(await rows.count()).toBe(2);
      expect(await rows.first().textContent()).toMatch(/hidden \d+, \d+ layers/);

      await page.locator("details[data-list=front] summary").click();
      const front = page.locator("details[data-list=front] tbody tr");
      await front.first().waitFor();
      const points = page.locator("figure .mark-symbol").nth(1).locator("path");
      expect(await front.count()).toBeGreaterThan(1);
      expect(await points.count()).toBe(await front.count());

      await points.first().hover({ force: true });
      expect(await page.locator(".tooltip").textContent()).toMatch(/architecture hidden \d+/);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([pathToFileURL(file).href]);
    });
  },
);
