/** Vite and vitest give a file's text for an import that ends in `?raw`; data files enter the package this way. */
declare module "*?raw" {
  const text: string;
  export default text;
}

/** What `vite-yaml.ts` makes of a YAML file. */
declare module "*.yaml" {
  export const text: string;
  export const value: unknown;
}
