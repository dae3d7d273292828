import { safetensorsChunks } from "@zerolm/checkpoint";
import { writeFolderAtomically } from "../../src/files/write-folder.js";

/** Writes a checkpoint of BYTES bytes in a process of its own: `node child.mjs FOLDER BYTES`. Prints a line for every chunk. */
const [folder = "", bytes = "0"] = process.argv.slice(2);
const chunkBytes = 65_536;

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < Number(bytes); at += chunkBytes) {
    process.stdout.write(`${at}\n`);
    yield new Uint8Array(chunkBytes).fill(1);
  }
}

try {
  await writeFolderAtomically(folder, async (write) => {
    await write("config.json", "{}");
    await write(
      "model.safetensors",
      safetensorsChunks([{ name: "a", dtype: "U8", shape: [Number(bytes)], chunks }]),
    );
  });
  console.log("done");
} catch (error) {
  console.log(
    error instanceof Error && "describe" in error ? (error.describe as () => string)() : String(error),
  );
  process.exitCode = 1;
}
