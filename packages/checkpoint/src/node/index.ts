export { pathFolder } from "./path-folder.js";
export { type PathSource, pathSource } from "./path-source.js";
export { openPool, type Pool, type PoolOptions } from "./pool.js";
export type { FileData } from "./write-file.js";
export { type WriteInto, writeFolderAtomically } from "./write-folder.js";
export { type WriteOptions, writePruned } from "./write-pruned.js";
