import { commands } from "./command-table.js";

export const description = "Rank and search Transformer architectures without training one.";

/** The help of the command line itself. It needs no parser, so that asking for it is as quick as Node starts. */
export function rootHelp(): string {
  const listed = Object.entries(commands).map(([name, { summary }]): [string, string] => [name, summary]);
  return `Usage: zerolm [options] [command]

${description}

Options:
${rows([
  ["-V, --version", "output the version number"],
  ["-h, --help", "display help for command"],
])}

Commands:
${rows([...listed, ["help [command]", "display help for command"]])}
`;
}

/** Whether words ask for it and nothing else. */
export const asksForRootHelp = ([word, ...more]: readonly string[]): boolean =>
  more.length === 0 && ["--help", "-h", "help"].includes(word ?? "");

const rows = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([term, text]) => `  ${term.padEnd(14)} ${text}`).join("\n");
