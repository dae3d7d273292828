import Papa from "papaparse";

/** Rows as CSV. A cell of text that a spreadsheet would run as a formula is quoted. */
export const csvText = (
  fields: readonly string[],
  data: readonly (readonly (string | number | undefined)[])[],
): string =>
  `${Papa.unparse({ fields: [...fields], data: data.map((row) => [...row]) }, { newline: "\n", escapeFormulae: /^[-=+@\t\r]/ })}\n`;
