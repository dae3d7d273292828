export { fieldName, filesOf, isPath, moduleOf } from "./files.js";
export * from "./host.js";
export * from "./proxy/alpha.js";
export * from "./proxy/load-proxy.js";
export * from "./proxy/proxy-outcome.js";
export * from "./proxy/reference.js";
export { loadSpace } from "./spaces/load-space.js";
export * from "./task.js";
export * from "./tasks.js";
