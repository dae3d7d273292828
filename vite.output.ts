/**
 * How bundles are written: in ASCII, which an engine holds in half the memory, and without docstrings, which the types have: both make every
 * start shorter. Names and lines stay, so that errors show where they were thrown.
 */
export const compact = {
  charset: "ascii",
  comments: { legal: true, annotation: true, jsdoc: false },
  minify: { mangle: false, compress: false, codegen: { removeWhitespace: false } },
} as const;

/** What the licences of built-in libraries are written to, beside what holds them. */
export const licences = { fileName: "licences.md" };
