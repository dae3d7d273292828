/** Vite and vitest give a file's text for an import that ends in `?raw`; data files enter the package this way. */
declare module "*?raw" {
  const text: string;
  export default text;
}
