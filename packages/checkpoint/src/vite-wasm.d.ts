/** A WebAssembly module, compiled from AssemblyScript by `vite-assemblyscript.ts`, as base64. */
declare module "*?wasm-base64" {
  const base64: string;
  export default base64;
}
