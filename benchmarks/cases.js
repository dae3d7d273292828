import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const zerolm = [process.execPath, here("../packages/cli/dist/main.js")];
const node = (path) => [process.execPath, here(path)];
const python = "/usr/bin/python3";
const hasData = [
  process.execPath,
  "-e",
  "process.exit(require('node:fs').existsSync(process.env.ZEROLM_DATA + '/tiny-llama-kjv') ? 0 : 1)",
];
const hasNumpy = [python, "-c", "import numpy"];

/** Every benchmark. `wall` is seconds of the whole process; what a case prints is named there. */
export const cases = [
  {
    name: "search-flexibert",
    what: "score all architectures of FlexiBERT, keep the top 10 and the Pareto front (zerolm)",
    command: node("cases/search-flexibert.js"),
  },
  {
    name: "search-flexibert-nsc",
    what: "the same by nsc",
    command: [...node("cases/search-flexibert.js"), "nsc"],
  },
  {
    name: "search-flexibert-numpy",
    what: "the same by a vectorised NumPy program (zerolm score)",
    command: [python, here("peers/search_flexibert.py")],
    needs: hasNumpy,
  },
  {
    name: "search-exact",
    what: "exact search of nsc-transformer-xl and lts-gpt2 (nsc)",
    command: node("cases/search-exact.js"),
  },
  {
    name: "plain-loop",
    what: "score sampled architectures of FlexiBERT one by one over matrices(); bits compared with the search",
    command: node("cases/plain-loop.js"),
  },
  {
    name: "rank-1000",
    what: "zerolm rank of 1,000 Hugging Face configs, from the shell",
    command: [...zerolm, "rank", "--json", "--quiet"],
    prepare: thousandConfigs(),
  },
  {
    name: "prune-tiny-llama",
    what: "losses of tiny-llama-kjv pruned by every proxy, and at random (nats a byte)",
    command: node("cases/prune-tiny-llama.js"),
    needs: hasData,
  },
  {
    name: "rank-sub-networks",
    what: "how the proxies of pruning rank the 120 sub-networks of tiny-llama-kjv",
    command: node("cases/rank-sub-networks.js"),
    needs: hasData,
  },
  { name: "help", what: "zerolm --help, from the shell", command: [...zerolm, "--help"] },
  { name: "node", what: "node itself, doing nothing", command: [process.execPath, "-e", "0"] },
];

/** Writes a thousand different Llama configs once; returns a function that lists their paths. */
function thousandConfigs() {
  let paths;
  return () => {
    if (paths) return paths;
    const folder = mkdtempSync(join(tmpdir(), "zerolm-bench-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    paths = Array.from({ length: 1000 }, (_, index) => {
      const path = join(folder, String(index), "config.json");
      mkdirSync(join(folder, String(index)));
      writeFileSync(path, JSON.stringify(llamaConfig(index), undefined, 2));
      return path;
    });
    return paths;
  };
}

function llamaConfig(index) {
  const heads = 4 + (index % 8);
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    attention_bias: false,
    bos_token_id: 1,
    eos_token_id: 2,
    hidden_act: "silu",
    hidden_size: 64 * heads,
    initializer_range: 0.02,
    intermediate_size: 512 + 16 * (index % 97),
    max_position_embeddings: 2048,
    num_attention_heads: heads,
    num_hidden_layers: 2 + (index % 31),
    num_key_value_heads: heads,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    tie_word_embeddings: false,
    torch_dtype: "bfloat16",
    vocab_size: 32000,
  };
}
