import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dataDrivenProxies, type Proxy, type ProxyField, proxies, proxyFields } from "@zerolm/core";
import { expect, it } from "vitest";
import { flagOf } from "../../packages/cli/src/options/proxy-option.js";
import { withTable } from "./generated-table.js";

const root = resolve(import.meta.dirname, "../..");
/** `npm run docs` writes the tables into the pages instead of comparing them. */
const updating = process.env.UPDATE_DOCS !== undefined;

/** Which page describes which proxies. */
const pages: Readonly<Record<string, readonly Proxy[]>> = {
  "docs/proxies/zerolm.md": [proxies.zerolm],
  "docs/proxies/nsc.md": [proxies.nsc],
  "docs/proxies/absolute-weight.md": [proxies.absoluteWeight],
  "docs/proxies/data-driven.md": Object.values(dataDrivenProxies),
  "docs/proxies/sizes.md": [proxies.flops, proxies.weightBytes, proxies.kvBytes, proxies.memory],
};

/** What an option takes. */
function takenText({ number, words, text, toggle, unit }: ProxyField): string {
  const range = number && [number.minimum ?? number.above, number.maximum ?? number.below];
  const ends = range?.map((end) => (end === undefined || Math.abs(end) > 2 ** 52 ? "" : String(end))) ?? [];
  const between = ends.some((end) => end !== "") ? ` ${ends.join("…")}` : "";
  const parts = [
    ...(number ? [`${number.whole ? "whole number" : "number"}${unit ? ` of ${unit}` : ""}${between}`] : []),
    ...words.map((word) => `\`${word}\``),
    ...(text ? ["text"] : []),
    ...(toggle ? ["nothing"] : []),
  ];
  return parts.join(", ");
}

it.each(Object.entries(pages))("%s has the options of its proxies", (page, described) => {
  const file = join(root, page);
  const rows = proxyFields(described).map((field) =>
    [`\`${flagOf(field.key)}\``, field.summary, takenText(field), String(field.default ?? "")].join(" | "),
  );
  const lines = [
    "| option | meaning | takes | default |",
    "|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ];
  const text = readFileSync(file, "utf8");
  const fresh = withTable(text, "options", lines);
  if (updating) writeFileSync(file, fresh);
  else expect(text).toBe(fresh);
});

it("knows the page of every proxy that has options", () => {
  const described = new Set(Object.values(pages).flat());
  const having = Object.values<Proxy>(proxies).filter(({ options }) => Object.keys(options.shape).length > 0);
  expect(having.filter((proxy) => !described.has(proxy))).toEqual([]);
});
