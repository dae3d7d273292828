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

/** A plot for a page: compiled for light and dark paper, with the data, which both share, apart. */
export interface CompiledPlot {
  /** For whoever cannot see it. */
  readonly description: string;
  readonly light: object;
  readonly dark: object;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The script of a page, `@zerolm/view/report-client.js`, and what its content security policy knows it by. */
export interface PageScript {
  readonly text: string;
  /** SHA-256 of the text in UTF-8, in base64. */
  readonly sha256: string;
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
 *
 * @param script in which no script element ends: the text that {@link scriptText} gives, and its hash
 */
export function pageOf({ title, body, ...shown }: PageContent, script: PageScript): string {
  const policy = `default-src 'none'; script-src 'sha256-${script.sha256}'; style-src 'unsafe-inline'`;
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
<script>${new Html(script.text)}</script>
</body>
</html>
`.text;
}

/** A script as it may stand in a page: its element ends at the first `</script`, wherever that stands. */
export const scriptText = (script: string): string => script.replaceAll("</script", "<\\/script");

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
