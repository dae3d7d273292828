import { InputError, Random } from "@zerolm/core";
import { expect } from "vitest";
import { openSafetensors } from "../../src/safetensors/read.js";
import { tensorValues } from "../../src/safetensors/tensor.js";
import type { ByteSource } from "../../src/source/byte-source.js";
import { fileOf, tensorOf } from "./files.js";

/** A source that counts what it is asked for. */
function countingSource(bytes: Uint8Array): ByteSource & { readonly asked: () => number } {
  let asked = 0;
  return {
    name: "fuzzed",
    size: bytes.length,
    asked: () => asked,
    read: async (start, end) => {
      asked += end - start;
      if (start < 0 || end > bytes.length) throw new Error(`read ${start} to ${end} of ${bytes.length}`);
      return bytes.slice(start, end);
    },
    close: async () => undefined,
  };
}

const seeds = await Promise.all([
  fileOf([tensorOf("a", "F32", [2, 3], [1, 2, 3, 4, 5, 6]), tensorOf("b", "BF16", [4], [1, 2, 3, 4])], {
    format: "pt",
  }),
  fileOf([
    tensorOf("x", "F8_E4M3", [], [1]),
    tensorOf("y", "I64", [1, 1], [7]),
    tensorOf("z", "BOOL", [0], []),
  ]),
  fileOf([]),
]);

const words = [
  "0",
  "1",
  "-1",
  "9007199254740993",
  "1e400",
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "F64",
  "null",
  "\u0000",
  "__proto__",
];

/** One to four changes: a byte, a word written over, a piece cut out, doubled or cut off, another length. */
function mutated(seed: Uint8Array, random: Random): Uint8Array {
  let bytes = seed.slice();
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + random.below(12));
    const word = new TextEncoder().encode(words[random.below(words.length)]);
    const kind = random.below(6);
    if (kind === 0 && at < bytes.length) bytes[at] = random.below(256);
    else if (kind === 1) bytes.set(word.subarray(0, Math.max(0, bytes.length - at)), at);
    else if (kind === 2) bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(to)]);
    else if (kind === 3) bytes = Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(at)]);
    else if (kind === 4) bytes = bytes.slice(0, at);
    else if (bytes.length >= 8) bytes[random.below(8)] = random.below(256);
  }
  return bytes;
}

/**
 * Damaged files are refused by name or read, and nothing beyond their size is asked for.
 *
 * @param mutations how many of them
 */
export async function expectDamageNoticed(mutations: number): Promise<void> {
  const random = new Random(7);
  let refused = 0;
  for (let count = 0; count < mutations; count++) {
    const bytes = mutated(seeds[count % seeds.length]!, random);
    const source = countingSource(bytes);
    try {
      const { tensors } = await openSafetensors(source);
      for (const tensor of tensors.values()) await tensorValues(tensor);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
    if (source.asked() > bytes.length)
      expect.fail(`${source.asked()} bytes were asked for, of ${bytes.length}`);
  }
  expect(refused).toBeGreaterThan(mutations / 2);
  expect(refused).toBeLessThan(mutations);
}
