/** Columns of a terminal that nobody has widened. */
export const lineWidth = 80;

/**
 * Text as one line that a terminal only shows: control characters, which could move its cursor or change its colours, and
 * those that reverse the direction of writing stand as escapes. Names come out of files, and no file is trusted.
 *
 * @example
 * printable("a\nb"); // "a\\u000ab"
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, escaped);
}

/** The same for a text of several lines. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

/** How many columns a text takes: its code points. */
export const columnsOf = (text: string): number => [...text].length;

/** At most so many columns of a text, from its end: the end of a name tells apart what its beginning does not. */
export function shortened(text: string, maximum: number): string {
  const characters = [...text];
  return characters.length <= maximum
    ? text
    : `…${characters.slice(characters.length - maximum + 1).join("")}`;
}

/**
 * The same with the ellipsis two thirds from the beginning, for names that differ at either end.
 *
 * @example
 * shortenedInside("Head Importance Normalized †", 17); // "Head Import…zed †"
 */
export function shortenedInside(text: string, maximum: number): string {
  const characters = [...text];
  if (characters.length <= maximum) return text;
  const first = Math.ceil((2 * (maximum - 1)) / 3);
  const last = characters.slice(characters.length - (maximum - 1 - first));
  return `${characters.slice(0, first).join("")}…${last.join("")}`;
}

/**
 * Text broken at spaces into lines of at most 80 columns. A longer word, such as a path, has a line of its own.
 *
 * @param indent what the lines after the first begin with
 */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(" ")) {
    const longer: string = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || columnsOf(longer) <= lineWidth) line = longer;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line ?? ""].join("\n");
}
