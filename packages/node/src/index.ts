export {
  type DownloadOutcome,
  downloadFile,
  type FileDownload,
  holds,
  type PinnedFile,
} from "./files/download-file.js";
export { pathFolder } from "./files/path-folder.js";
export { type PathSource, pathSource } from "./files/path-source.js";
export { type WriteInto, writeFolderAtomically } from "./files/write-folder.js";
export * from "./files.js";
export { openPool, type Pool, type PoolOptions } from "./threads/pool.js";
export { type WriteOptions, writePruned } from "./write-pruned.js";
