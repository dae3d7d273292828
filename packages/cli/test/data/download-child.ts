import { downloadFile, type PinnedFile } from "../../src/data/download-file.js";
import { download } from "./task.js";

/** A download in a process of its own: `node child.js ADDRESS TARGET BYTES SHA256`. Prints the bytes received, one line each. */
const [address = "", target = "", bytes, sha256 = ""] = process.argv.slice(2);
const pinned: PinnedFile = { bytes: Number(bytes), sha256 };
const onReceived = (received: number): void => {
  process.stdout.write(`${received}\n`);
};
console.log(await downloadFile(download({ address, target, pinned, onReceived })));
