import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import type { Plugin } from "vite";

/** What an import must end in to be compiled. */
const suffix = "?wasm-base64";

const compilerOptions = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--importMemory",
  "--initialMemory",
  "1",
];

/**
 * Compiles AssemblyScript where it is imported: `import kernels from "../assembly/kernels.ts?wasm-base64"` is the WebAssembly module
 * as base64. So the same source serves the build, the tests and a browser, with no step before them and no bytes in the repository.
 */
export function assemblyScript(): Plugin {
  const compiled = new Map<string, Promise<string>>();
  return {
    name: "assemblyscript",
    enforce: "pre",
    load(id) {
      if (!id.endsWith(suffix)) return undefined;
      const file = id.slice(0, -suffix.length);
      this.addWatchFile(file);
      const base64 = compiled.get(file) ?? compile(file);
      compiled.set(file, base64);
      return base64.then((text) => `export default ${JSON.stringify(text)};`);
    },
  };
}

async function compile(file: string): Promise<string> {
  const wasm = join(tmpdir(), "zerolm-kernels.wasm");
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([file, "-o", wasm, ...compilerOptions], {
    readFile: (name) => readFile(name, "utf8").catch(() => null),
    writeFile: (_name, contents) => {
      bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
    },
  });
  if (error || !bytes) throw new Error(`${file} does not compile:\n${stderr.toString()}`);
  return Buffer.from(bytes).toString("base64");
}
