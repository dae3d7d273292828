import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WorkError } from "@zerolm/core";
import type { CompiledPlot } from "../plot/draw.js";
import { Html, html, scriptJson } from "./html.js";
import { style } from "./style.js";

/** What stands in a page. */
export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** By the name that a figure has in `data-plot`. */
  readonly plots: Readonly<Record<string, CompiledPlot>>;
}

/**
 * One HTML file that needs nothing else: style, script and data stand in it, and its content security policy allows no request and no
 * script but its own.
 */
export function pageOf({ title, body, plots }: PageContent): string {
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
<script type="application/json" id="plots">${new Html(scriptJson(plots))}</script>
<script>${new Html(client)}</script>
</body>
</html>
`.text;
}

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
