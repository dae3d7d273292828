export * from "./blocks/block.js";
export { plainText, type Style } from "./blocks/plain-text.js";
export * from "./views.js";
export * from "./words/numbers.js";
export * from "./words/text.js";
