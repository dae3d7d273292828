/** The look of a page, in light and in dark. */
export const style = `:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --ink: #1f2328;
  --quiet: #57606a;
  --line: #d0d7de;
  --raised: #f6f8fa;
  --accent: #0072b2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d;
    --ink: #e8ebee;
    --quiet: #a9b2bb;
    --line: #3a434c;
    --raised: #1d2329;
    --accent: #4ea8e0;
  }
}
* {
  box-sizing: border-box;
}
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font:
    15px / 1.55 Arimo,
    Arial,
    Helvetica,
    "Liberation Sans",
    sans-serif;
}
main {
  max-width: 1080px;
  margin: 0 auto;
  padding: 28px 20px 80px;
}
h1 {
  font-size: 27px;
  line-height: 1.2;
  margin: 0 0 6px;
}
h2 {
  font-size: 20px;
  margin: 48px 0 8px;
  padding-top: 18px;
  border-top: 1px solid var(--line);
}
h3 {
  font-size: 16px;
  margin: 26px 0 6px;
}
p,
li,
figcaption,
dd {
  color: var(--quiet);
}
a {
  color: var(--accent);
}
nav ul {
  list-style: none;
  display: flex;
  flex-wrap: wrap;
  gap: 4px 18px;
  padding: 0;
}
.scroll {
  overflow-x: auto;
  margin: 10px 0;
}
.scroll:focus-visible,
summary:focus-visible,
a:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
figure {
  margin: 14px 0;
  overflow-x: auto;
}
table {
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
  font-size: 14px;
}
th,
td {
  padding: 5px 10px;
  text-align: right;
  border-bottom: 1px solid var(--line);
  white-space: nowrap;
}
th {
  font-weight: 600;
}
th:first-child,
td:first-child,
table .words,
td.prose {
  text-align: left;
}
td.prose {
  white-space: normal;
  min-width: 26em;
}
thead th {
  background: var(--raised);
}
tr.best {
  font-weight: 600;
}
tr.baseline {
  color: var(--quiet);
}
summary {
  cursor: pointer;
  margin: 12px 0;
}
dl {
  display: grid;
  grid-template-columns: max-content 1fr;
  gap: 2px 14px;
  font-size: 14px;
}
dt {
  font-weight: 600;
}
dd {
  margin: 0;
}
.tooltip {
  position: fixed;
  z-index: 1;
  max-width: min(440px, calc(100vw - 16px));
  padding: 8px 11px;
  background: var(--paper);
  color: var(--ink);
  border: 1px solid var(--line);
  border-radius: 6px;
  box-shadow: 0 4px 16px rgb(0 0 0 / 22%);
  font-size: 13px;
  line-height: 1.4;
  overflow-wrap: anywhere;
  pointer-events: none;
}
.tooltip[hidden] {
  display: none;
}
`;
