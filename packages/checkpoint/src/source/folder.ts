import { InputError } from "@zerolm/core";
import { type ByteSource, blobSource } from "./byte-source.js";
import { requireContent } from "./lfs-pointer.js";

/** The files of a checkpoint: a folder in Node (`pathFolder`), files chosen in a browser. */
export interface Folder {
  /** What messages call it. */
  readonly name: string;
  /** The names of the files in it, sorted; those of a folder within it with a slash. */
  readonly files: readonly string[];
  readonly open: (file: string) => Promise<ByteSource>;
}

/** Files that a browser was given, by name. */
export function blobFolder(files: ReadonlyMap<string, Blob>, name = "the files"): Folder {
  return {
    name,
    files: [...files.keys()].sort(),
    open: async (file) => {
      const blob = files.get(file);
      if (blob) return blobSource(blob, file);
      throw new InputError(`is not among ${name}. Add it.`, { file });
    },
  };
}

/** Configs and indices are small; a checkpoint under their name is not read into memory. */
const maximumTextBytes = 64 * 1024 * 1024;

/** A whole small text file, UTF-8. */
export async function readText(folder: Folder, file: string): Promise<string> {
  const source = await folder.open(file);
  try {
    await requireContent(source);
    if (source.size > maximumTextBytes)
      throw new InputError(
        `has ${source.size} bytes, above the maximum of ${maximumTextBytes} for such a file`,
        {
          file: source.name,
        },
      );
    return new TextDecoder("utf-8", { fatal: true }).decode(await source.read(0, source.size));
  } catch (error) {
    if (error instanceof TypeError) throw new InputError("is not UTF-8 text", { file: source.name });
    throw error;
  } finally {
    await source.close();
  }
}
