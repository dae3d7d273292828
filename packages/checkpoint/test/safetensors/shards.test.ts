import { InputError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { openShards, parseIndex } from "../../src/safetensors/shards.js";
import { tensorValues } from "../../src/safetensors/tensor.js";
import { bytesSource } from "../../src/source/byte-source.js";
import { fileOf, tensorOf } from "./files.js";

const files: Record<string, Uint8Array> = {
  "one.safetensors": await fileOf([tensorOf("a", "F32", [1], [1]), tensorOf("unlisted", "F32", [1], [9])]),
  "two.safetensors": await fileOf([tensorOf("b", "F16", [2], [2, 3])]),
};
const closed: string[] = [];
const open = async (file: string) => ({
  ...bytesSource(files[file]!, file),
  close: async () => void closed.push(file),
});
const index = (map: unknown): string => JSON.stringify({ metadata: { total_size: 8 }, weight_map: map });

describe("openShards", () => {
  it("finds each tensor in its file", async () => {
    const text = index({ b: "two.safetensors", a: "one.safetensors" });
    const { tensors, close } = await openShards(text, "index", open);
    expect([...tensors.keys()]).toEqual(["b", "a"]);
    expect([...(await tensorValues(tensors.get("b")!))]).toEqual([2, 3]);
    await close();
    expect(closed.sort()).toEqual(["one.safetensors", "two.safetensors"]);
  });

  it("refuses a tensor that its file does not hold, and closes what it has opened", async () => {
    closed.length = 0;
    await expect(openShards(index({ a: "two.safetensors" }), "index", open)).rejects.toThrow(
      "is not in two.safetensors",
    );
    expect(closed).toEqual(["two.safetensors"]);
  });

  it.each([
    "../secret",
    "/etc/passwd",
    "a/b.safetensors",
    "a\\b",
    "..",
    ".",
    "",
    "C:x",
    "a\u0000b",
    3,
    null,
    "x".repeat(256),
  ])("refuses to leave the folder for %j", (file) => {
    expect(() => parseIndex(index({ a: file }), "index")).toThrow(InputError);
  });

  it.each(["", "[]", "{}", '{"weight_map":[]}', '{"weight_map":{}}', '{"weight_map":{"a":"x","a":"y"}}'])(
    "refuses the index %j",
    (text) => {
      expect(() => parseIndex(text, "index")).toThrow(InputError);
    },
  );
});
