export * from "./host.js";
export { loadSpace } from "./spaces/load-space.js";
export * from "./task.js";
export * from "./tasks.js";
