/** What decides what a command says on the terminal. */
export interface Terminal {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** Changes when a field of a document is removed or means something else; a field more changes nothing. */
export const schemaVersion = 1;

/**
 * Prints the result of a command, as text for people or as one JSON document. Nothing else goes to standard output.
 *
 * @param document what `--json` prints after `schemaVersion`; lists stand under a name, so that fields can be added beside them
 */
export function printResult({ json }: Terminal, document: object, text: () => string): void {
  const whole = (): string => JSON.stringify({ schemaVersion, ...document }, undefined, 2);
  process.stdout.write(`${json ? whole() : text()}\n`);
}

/** A note beside the result, on standard error; `--quiet` and `--json` leave it out. */
export function note({ quiet, json }: Terminal, text: string): void {
  if (!quiet && !json) process.stderr.write(`${text}\n`);
}
