/** Where in a user's input something is wrong. Lines and columns count from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Path of keys, as `layers[3].mixer.heads`. */
  readonly key?: string | undefined;
}

/**
 * The root of every error that zerolm raises on purpose. The message names the cause and what to do; `place` says where.
 * Anything else that is thrown is a defect of zerolm.
 */
export class ZerolmError extends Error {
  override readonly name: string = "ZerolmError";
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(message);
    this.place = place;
  }

  /** The whole sentence for a person: `file:line:column: key: message`, with what is known of the place. */
  describe(): string {
    const { file, line, column, key } = this.place ?? {};
    const position = [file, line, line === undefined ? undefined : column]
      .filter((part) => part !== undefined)
      .join(":");
    return [position, key, this.message].filter((part) => part !== undefined && part !== "").join(": ");
  }
}

/** A file that is something else altogether has a problem at every key; nobody reads beyond these. */
export const maximumComplaints = 50;

/** A document, configuration or data file that cannot be read as what it claims to be. */
export class InputError extends ZerolmError {
  override readonly name = "InputError";
  /** Further errors in the same document. */
  readonly others: readonly InputError[];

  constructor(message: string, place?: Place, others: readonly InputError[] = []) {
    super(message, place);
    this.others = others;
  }

  /** Each on a line of its own; of very many, which mostly have one cause, the first fifty. */
  override describe(): string {
    const more = this.others.length - (maximumComplaints - 1);
    const shown = this.others.slice(0, maximumComplaints - 1).map((other) => other.describe());
    return [super.describe(), ...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
  }
}

/** A call or command that asks for something impossible: an unknown proxy, a budget below zero, two options that exclude each other. */
export class UsageError extends ZerolmError {
  override readonly name = "UsageError";
}

/** The work was stopped before it had anything to give. */
export class InterruptedError extends ZerolmError {
  override readonly name = "InterruptedError";
}

/** The request was sound but the work could not be done: no architecture fits the budget, no network, no space on the disk. */
export class WorkError extends ZerolmError {
  override readonly name = "WorkError";
}
