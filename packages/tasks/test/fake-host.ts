import { InputError } from "@zerolm/core";
import type { Files, TaskHost } from "@zerolm/tasks";

/** A host whose files are the entries of a map, paths to texts. */
export function fakeHost(texts: Map<string, string>, more: Partial<TaskHost> = {}): TaskHost {
  const files: Files = {
    text: async (path) => {
      const text = texts.get(path);
      if (text === undefined) throw new InputError("there is no such file", { file: path });
      return text;
    },
    nameOf: (path) => path,
    kindOf: async (path) => (texts.has(path) ? "file" : "missing"),
    list: async () => [],
    folder: async () => Promise.reject(new InputError("there are no folders")),
    join: (folder, name) => `${folder}/${name}`,
    write: async (path, data) => {
      texts.set(path, String(data));
    },
    makeFolder: async () => undefined,
    writeFolder: async () => undefined,
    dataFolders: () => [],
  };
  return { files, ...more };
}
