/*
 * `zerolm rank` of 1,000 configs of every family beside `rank` of 1,000 configs of the 16 families that were first, in turns: medians of
 * the processor time of both, and their ratio, which should stay below 1.2.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { huggingFaceFamilies, resolveHuggingFaceConfig } from "@zerolm/core";

const first = [
  ...["bert", "electra", "roberta", "distilbert", "gpt2", "llama", "nemotron-nas", "mistral"],
  ...["qwen2", "qwen3", "gemma", "phi3", "mixtral", "qwen3_moe", "vit", "t5"],
];
const rounds = 5;
const count = 1000;

/** Sizes under the names of every family, other ones for every index. */
function configOf(type, index) {
  const heads = 2 + (index % 11);
  const hidden = 64 * heads;
  const depth = 2 + (index % 23);
  const width = 64 * (4 + (index % 31));
  return {
    model_type: type,
    architectures: [huggingFaceFamilies[type].defaultClass],
    ...{ vocab_size: 32000, padded_vocab_size: 32000, max_position_embeddings: 512, n_positions: 512 },
    ...{
      image_size: 224,
      patch_size: 16,
      max_source_positions: 512,
      max_target_positions: 512,
      num_mel_bins: 80,
    },
    ...{ hidden_size: hidden, n_embd: hidden, d_model: hidden, dim: hidden },
    ...{ num_hidden_layers: depth, n_layer: depth, n_layers: depth, num_layers: depth },
    ...{
      num_attention_heads: heads,
      n_head: heads,
      n_heads: heads,
      num_heads: heads,
      num_key_value_heads: heads,
    },
    ...{
      intermediate_size: width,
      n_inner: width,
      hidden_dim: width,
      d_ff: width,
      ffn_dim: width,
      d_inner: width,
    },
    ...{ encoder_layers: depth, encoder_attention_heads: heads, encoder_ffn_dim: width },
    ...{ decoder_layers: depth, decoder_attention_heads: heads, decoder_ffn_dim: width },
    ...{ num_local_experts: 8, num_experts: 8, n_routed_experts: 8, num_experts_per_tok: 2 },
    ...{ moe_intermediate_size: width, shared_expert_intermediate_size: width, ffn_hidden_size: width },
    ...{ d_kv: 64, d_head: 64, kv_channels: 64, mamba_n_heads: 16, position_buckets: 32 },
    layers_block_type: Array.from({ length: depth }, (_, layer) => ["mamba", "attention", "mlp"][layer % 3]),
  };
}

/** One config a line, the families in turns. */
function linesOf(types) {
  const readable = types.filter((type) => resolveHuggingFaceConfig(configOf(type, 0)).value);
  const lines = [];
  for (let index = 0; lines.length < count; index++) {
    const config = configOf(readable[index % readable.length], index);
    if (resolveHuggingFaceConfig(config).value) lines.push(JSON.stringify(config));
  }
  return { text: lines.join("\n"), families: readable.length };
}

const cli = resolve(import.meta.dirname, "../../packages/cli/bin/zerolm.js");
const folder = mkdtempSync(join(tmpdir(), "zerolm-rank-"));

/** Seconds of processor time, which other programs on the machine change less than the clock. */
function seconds(file) {
  const timed = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null';
  const command = [process.execPath, cli, "rank", file, "--json", "--quiet"];
  const { status, stderr } = spawnSync("bash", ["-c", timed, "rank", ...command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`rank ended with ${status}: ${stderr}`);
  const [user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return user + system;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

try {
  const [old, all] = [linesOf(first), linesOf(Object.keys(huggingFaceFamilies))];
  const files = [old, all].map(({ text }, index) => {
    const file = join(folder, `${index}.jsonl`);
    writeFileSync(file, text);
    return file;
  });
  const times = [[], []];
  for (let round = 0; round < rounds; round++)
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) times[index].push(seconds(files[index]));
  const [before, now] = times.map(median);
  console.log(
    JSON.stringify({
      "first families, s": before,
      "all families, s": now,
      ratio: now / before,
      "families of the first": old.families,
      "families of all": all.families,
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
