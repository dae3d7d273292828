export { fileName, MAX_TEXT_BYTES, type ReadOptions, readTextFile } from "./files/read-text.js";
export { errorCode, errorText, unlessRefused } from "./files/system-error.js";
export { type FileData, syncFolder, writeFailure, writeFileAtomically } from "./files/write-file.js";
