/** Ctrl-C ended work before anything useful was found: exit code 130. */
export class Interrupted extends Error {
  /** @param cause what the work ended with */
  constructor(cause: unknown) {
    super("interrupted before anything was found", { cause });
  }
}
