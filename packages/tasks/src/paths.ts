/**
 * The last part of a path, whatever the system that wrote it.
 *
 * @example
 * baseName("data/own.csv"); // "own.csv"
 */
export const baseName = (path: string): string => path.slice(endOfFolder(path));

/**
 * The folder that a path lies in.
 *
 * @example
 * folderName("own.csv"); // "."
 */
export function folderName(path: string): string {
  const end = endOfFolder(path);
  if (end === 0) return ".";
  return path.slice(0, end).replace(/(?<=.)[/\\]+$/, "");
}

const endOfFolder = (path: string): number => Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
