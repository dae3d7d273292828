/**
 * How bundles are written: in ASCII, which an engine holds in half the memory, and without docstrings, which the types have. Both make every
 * start shorter.
 */
export const compact = {
  charset: "ascii",
  comments: { legal: true, annotation: true, jsdoc: false },
} as const;
