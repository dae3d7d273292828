/** What is longer than a figure or a name is read as text: from the left, on several lines. */
export const cellClass = (cell: string | number): string =>
  typeof cell === "string" && cell.length > 30 ? "words" : "";
