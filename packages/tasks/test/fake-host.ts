import { blobFolder } from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import type { FileContent, Files, TaskHost } from "@zerolm/tasks";

/** Files by their paths: texts and bytes. */
export type FakeFiles = Map<string, string | Uint8Array>;

/** A host whose files are the entries of a map. */
export function fakeHost(files: FakeFiles, more: Partial<TaskHost> = {}): TaskHost {
  const below = (folder: string): string[] =>
    [...files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  const fake: Files = {
    text: async (path) => {
      const text = files.get(path);
      if (text === undefined) throw new InputError("there is no such file", { file: path });
      return typeof text === "string" ? text : new TextDecoder().decode(text);
    },
    nameOf: (path) => (path === "-" ? "standard input" : path),
    kindOf: async (path) => (files.has(path) ? "file" : below(path).length > 0 ? "folder" : "missing"),
    list: async (folder) => below(folder),
    folder: async (path) => {
      const blobs = below(path).map(
        (name) => [name, new Blob([files.get(`${path}/${name}`) as BlobPart])] as const,
      );
      if (blobs.length === 0) throw new InputError("there is no such folder", { file: path });
      return blobFolder(new Map(blobs), path);
    },
    join: (folder, name) => `${folder}/${name}`,
    write: async (path, data) => {
      files.set(path, typeof data === "string" ? data : await bytesOf(data));
    },
    writeFolder: async (path, fill) => {
      const written: FakeFiles = new Map();
      await fill(async (name, data) => {
        written.set(`${path}/${name}`, typeof data === "string" ? data : await bytesOf(data));
      });
      for (const [name, data] of written) files.set(name, data);
    },
    makeFolder: async () => undefined,
    requireFreeFolder: async () => undefined,
    dataFolders: () => [],
  };
  return { files: fake, ...more };
}

async function bytesOf(data: Exclude<FileContent, string>): Promise<Uint8Array> {
  if (data instanceof Uint8Array) return data;
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece);
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}
