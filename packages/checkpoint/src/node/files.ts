export { errorCode, errorText, unlessRefused } from "./system-error.js";
export { type FileData, syncFolder, writeFailure, writeFileAtomically } from "./write-file.js";
