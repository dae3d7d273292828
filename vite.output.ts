/**
 * How bundles are written: in ASCII, which an engine holds in half the memory, and without white space and docstrings, which the types have.
 * Names stay. All make every start shorter.
 */
export const compact = {
  charset: "ascii",
  comments: { legal: true, annotation: true, jsdoc: false },
  minify: { mangle: false, compress: false, codegen: true },
} as const;

/** What the licences of built-in libraries are written to, beside what holds them. */
export const licences = { fileName: "licences.md" };
