import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WorkError } from "@zerolm/core";
import type { CompiledPlot } from "../plot/draw.js";
import { type Columns, type PackedRows, packer, type Row } from "./columns.js";
import { Html, html, scriptJson } from "./html.js";
import { style } from "./style.js";

/** A list of networks, which the page makes into a table when somebody opens it. */
export interface PageList<Rows = readonly Row[]> {
  readonly label: string;
  /** What heads each column, and the field that stands in it; the first column heads the rows. */
  readonly columns: readonly { readonly heading: string; readonly field: string }[];
  readonly rows: Rows;
}

/** What stands in a page. */
export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** By the name that a figure has in `data-plot`. */
  readonly plots: Readonly<Record<string, CompiledPlot>>;
  /** By the name that a `details` element has in `data-list`. */
  readonly lists: Readonly<Record<string, PageList>>;
}

/** The same as the page holds it, every text and every column once. */
export interface PageData extends Columns {
  readonly plots: Readonly<Record<string, PagePlot>>;
  readonly lists: Readonly<Record<string, PageList<PackedRows>>>;
}

/** A plot as the page holds it: compiled for light and for dark paper, its data apart. */
export interface PagePlot {
  readonly light: object;
  readonly dark: object;
  readonly data: Readonly<Record<string, PackedRows>>;
}

/**
 * One HTML file that needs nothing else: style, script and data stand in it, and its content security policy allows no request and no
 * script but its own.
 */
export function pageOf({ title, body, ...shown }: PageContent): string {
  // A script element ends at the first `</script`, wherever it stands.
  const client = clientScript().replaceAll("</script", "<\\/script");
  const hash = createHash("sha256").update(client).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${body}
</main>
<script type="application/json" id="data">${new Html(scriptJson(dataOf(shown)))}</script>
<script>${new Html(client)}</script>
</body>
</html>
`.text;
}

function dataOf({ plots, lists }: Pick<PageContent, "plots" | "lists">): PageData {
  const { pack, packed } = packer();
  const packedPlots = mapped(plots, ({ light, dark, data }) => ({
    light,
    dark,
    data: mapped(data, (rows) => pack(rows as readonly Row[])),
  }));
  const packedLists = mapped(lists, (list) => ({ ...list, rows: pack(list.rows) }));
  return { ...packed(), plots: packedPlots, lists: packedLists };
}

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  of: (value: From) => To,
): Record<string, To> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

/** Beside the built command line, or in `dist` of its package when it runs from source. */
function clientScript(): string {
  for (const path of ["./report-client.js", "../../dist/report-client.js"]) {
    try {
      return readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
    } catch {
      // the other place
    }
  }
  throw new WorkError(
    "the script of reports is missing from this installation; install zerolm again, or run npm run bundle",
  );
}
