import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathFolder } from "@zerolm/node";
import { openCheckpoint } from "../src/checkpoint.js";

const data = process.env.ZEROLM_DATA;

/** The folder of the trained supernet, where `ZEROLM_DATA` says where it is. */
export const tinyLlama = data === undefined ? undefined : join(data, "tiny-llama-kjv");
export const withoutTinyLlama = tinyLlama === undefined || !existsSync(tinyLlama);

interface Trained {
  readonly ffn: readonly number[];
  readonly heads: readonly number[];
  readonly loss: number;
}

/** `subnets.json`: losses of its sub-networks. */
export interface Subnets {
  readonly context: number;
  readonly choices: { readonly ffn: readonly number[]; readonly heads: readonly number[] };
  readonly check: { readonly windows: number; readonly full: number; readonly subnets: readonly Trained[] };
  readonly subnets: readonly Trained[];
}

export const subnets = (): Subnets =>
  JSON.parse(readFileSync(join(tinyLlama!, "subnets.json"), "utf8")) as Subnets;

export const evalText = (): Uint8Array => readFileSync(join(tinyLlama!, "eval.txt"));

export const openTinyLlama = async () => openCheckpoint(await pathFolder(tinyLlama!));
