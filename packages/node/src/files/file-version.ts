/** What tells one content of a file from another without reading it. */
export interface FileVersion {
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds. */
  readonly mtimeMs: number;
}

/** What is said of a file that another program writes while it is read. */
export const changed = "changed while it was read. Wait until it is complete, and try again.";
export const shrunk = "became shorter while it was read. Wait until it is complete, and try again.";

/** Whether nobody has written a file in between. */
export const sameVersion = (one: FileVersion, other: FileVersion): boolean =>
  one.size === other.size && one.mtimeMs === other.mtimeMs;
