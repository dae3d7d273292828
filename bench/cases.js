import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "@zerolm/core";
import { randomNetworks } from "./probe-networks.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const zerolm = [process.execPath, here("../packages/cli/dist/main.js")];
const node = (path) => [process.execPath, here(path)];
const python = "/usr/bin/python3";
/** Folders by what is in them. */
const checkpoints = new Map();
let matrixFile;
const hasData = [
  process.execPath,
  "-e",
  "process.exit(require('node:fs').existsSync(process.env.ZEROLM_DATA + '/tiny-llama-kjv') ? 0 : 1)",
];
/** Both the checkpoint and what runs it. */
const hasText = (name) => [
  process.execPath,
  "-e",
  `require.resolve('${name}'); process.exit(require('node:fs').existsSync(process.env.ZEROLM_DATA + '/tiny-llama-kjv') ? 0 : 1)`,
];
const hasNumpy = [python, "-c", "import numpy"];
const hasTorch = [python, "-c", "import numpy, torch"];
const hasRuntime = [process.execPath, "-e", "require('onnxruntime-node')"];
/** The C library otherwise gives large blocks back to the system, and every tensor pays for its pages again. */
const keepsFreedMemory = ["env", ...["MMAP", "TRIM"].map((what) => `MALLOC_${what}_THRESHOLD_=4294967296`)];

const twoGigabytes = { hidden: 2048, ffnWidth: 5632, depth: 20, heads: 16, vocabulary: 1000 };

/** Every benchmark. `wall` is seconds of the whole process; what a case prints is named there. */
export const cases = [
  {
    name: "rank-families",
    what: "rank 1,000 configs of every family, and of the first 16, in turns; the ratio should stay below 1.2",
    command: node("cases/rank-families.js"),
  },
  {
    name: "latency-agreement",
    what: "Kendall's τ of two runs over 30 decoders, timed in turn and one after another",
    command: node("cases/latency-agreement.js"),
    needs: hasRuntime,
  },
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
    what: "exact search of nsc-transformer-xl and lonas-llama-7b (nsc)",
    command: [process.execPath, "--expose-gc", here("cases/search-exact.js")],
  },
  {
    name: "search-lts-gpt2",
    what: "exact search of lts-gpt2, alone in its process (nsc)",
    command: node("cases/search-lts-gpt2.js"),
  },
  {
    name: "search-heuristics",
    what: "how near heuristics get to the proven optimum in 10 s each, and their speed (nsc)",
    command: node("cases/search-heuristics.js"),
  },
  {
    name: "search-exact-numpy",
    what: "the same dynamic program with NumPy",
    command: [python, here("peers/search_exact.py")],
    needs: hasNumpy,
  },
  {
    name: "search-exact-python",
    what: "the same dynamic program in plain Python",
    command: [python, here("peers/search_exact.py"), "plain"],
    needs: hasNumpy,
  },
  {
    name: "search-growth",
    what: "exact search against depth x choices a layer; u: costs without a common step; milliseconds",
    command: node("cases/search-growth.js"),
  },
  {
    name: "search-uneven",
    what: "the best of 64 layers whose costs have little in common, by dynamic program and by integer programs",
    command: node("cases/search-uneven.js"),
  },
  {
    name: "search-budgets",
    what: "three budgets at once: integer programs, and 60 s of evolution",
    command: node("cases/search-budgets.js"),
  },
  {
    name: "plain-loop",
    what: "score sampled architectures of FlexiBERT one by one over matrices(); bits compared with the search",
    command: node("cases/plain-loop.js"),
  },
  {
    name: "rank-1000",
    what: "zerolm rank of 1,000 Hugging Face configs by zerolm, from the shell",
    command: [...zerolm, "rank", "--proxy", "zerolm", "--json", "--quiet"],
    prepare: thousandConfigs(),
  },
  {
    name: "prune-tiny-llama",
    what: "losses of tiny-llama-kjv, a supernet, pruned by default, by a rule, by every proxy, and at random (nats per byte)",
    command: [...node("cases/prune-losses.js"), "tiny-llama-kjv"],
    needs: hasText("onnxruntime-node"),
  },
  {
    name: "prune-plain-llama",
    what: "the same of plain-llama-kjv, an ordinary Llama",
    command: [...node("cases/prune-losses.js"), "plain-llama-kjv"],
    needs: hasText("onnxruntime-node"),
  },
  {
    name: "rank-sub-networks",
    what: "how the proxies of pruning rank the 120 sub-networks of tiny-llama-kjv",
    command: node("cases/rank-sub-networks.js"),
    needs: hasData,
  },
  {
    name: "probe-sessions",
    what: "SNIP of 63 networks of NAS-Bench-BERT with a topology each, and what opening their sessions takes of it, one thread (seconds)",
    command: [...node("cases/probe-sessions.js"), "8"],
    needs: hasText("onnxruntime-node"),
  },
  {
    name: "text-losses",
    what: "the loss of tiny-llama-kjv over 256 windows of 128 bytes, and of its 120 sub-networks, one thread (nats per byte)",
    command: [...node("cases/text-losses.js"), "onnxruntime-node", "sub-networks"],
    needs: hasText("onnxruntime-node"),
  },
  {
    name: "text-losses-web",
    what: "the loss of tiny-llama-kjv over the same windows in WebAssembly, one thread",
    command: [...node("cases/text-losses.js"), "onnxruntime-web"],
    needs: hasText("onnxruntime-web"),
  },
  {
    name: "stream-bf16",
    what: "sums of squares of every row or column of a BF16 checkpoint of 2 GB, warm, 2 threads (zerolm)",
    command: node("cases/stream-bf16.js"),
    prepare: checkpointOf(twoGigabytes, true),
  },
  {
    name: "stream-bf16-numpy",
    what: "the sum of squares of every tensor of the same file by NumPy, 2 threads",
    command: [...keepsFreedMemory, python, here("peers/stream_bf16.py")],
    prepare: checkpointOf(twoGigabytes, true),
    needs: hasNumpy,
  },
  ...["norm", "widen", "pieces"].map((way) => ({
    name: `stream-bf16-torch-${way}`,
    what: "the same by torch, 2 threads; its ways are explained in peers/stream_bf16_torch.py",
    command: [...keepsFreedMemory, python, here("peers/stream_bf16_torch.py")],
    prepare: async () => [...(await checkpointOf(twoGigabytes, true)()), way],
    needs: hasTorch,
  })),
  {
    name: "log-determinant",
    what: "ln det(I + WᵀW) of 2048 × 2048; one matrix on one thread, two on two (zerolm)",
    command: node("cases/log-determinant.js"),
    prepare: squareMatrix,
  },
  ...[
    ["numpy", hasNumpy],
    ["torch", hasTorch],
  ].map(([library, needs]) => ({
    name: `log-determinant-${library}`,
    what: `the same matrix by ${library}: Gram and Cholesky, and singular values`,
    command: [python, here("peers/log_determinant.py")],
    prepare: () => [...squareMatrix(), library],
    needs,
  })),
  {
    name: "plan-7b",
    what: "planning to prune a checkpoint shaped like Llama 2 7B, after its statistics",
    command: node("cases/plan-7b.js"),
    prepare: checkpointOf(
      { hidden: 4096, ffnWidth: 11_008, depth: 32, heads: 32, vocabulary: 32_000 },
      false,
    ),
  },
  {
    name: "inspect-7b-layer",
    what: "zerolm inspect --log-det of one layer of Llama 2 7B, from the shell",
    command: [...zerolm, "inspect", "--log-det", "--quiet"],
    prepare: checkpointOf({ hidden: 4096, ffnWidth: 11_008, depth: 1, heads: 32, vocabulary: 1000 }, true),
  },
  {
    name: "probe-snip",
    what: "SNIP of 200 random networks like BERT and GPT-2, on one thread and on two; milliseconds a network (zerolm)",
    command: node("cases/probe-snip.js"),
    needs: hasRuntime,
  },
  {
    name: "probe-snip-torch",
    what: "the same by torch on one thread",
    command: ["env", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", python, here("peers/probe_snip.py")],
    prepare: networkFile,
    needs: hasTorch,
  },
  {
    name: "probe-memory",
    what: "SNIP of a network of 100M parameters on 4 x 128 tokens; gigabytes at the peak",
    command: node("cases/probe-memory.js"),
    needs: hasRuntime,
  },
  {
    name: "probe-browser",
    what: "SNIP of 40 random networks in Chromium by WebAssembly and here by the native runtime, one thread each",
    command: node("cases/probe-browser.js"),
    needs: [process.execPath, "-e", "require('onnxruntime-node'); require.resolve('onnxruntime-web')"],
  },
  { name: "help", what: "zerolm --help, from the shell", command: [...zerolm, "--help"] },
  { name: "node", what: "node itself, doing nothing", command: [process.execPath, "-e", "0"] },
];

/** Writes a checkpoint when it is first needed; returns a function that gives its path, the same for the same sizes. */
function checkpointOf(sizes, filled) {
  return async () => {
    const key = JSON.stringify([sizes, filled]);
    const folder = checkpoints.get(key) ?? mkdtempSync(join(tmpdir(), "zerolm-bench-"));
    if (!checkpoints.has(key)) {
      checkpoints.set(key, folder);
      process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
      const { writeLlama } = await import("./checkpoint-file.js");
      await writeLlama(folder, sizes, filled);
    }
    return [folder];
  };
}

/** Writes the sizes of the random networks for programs in other languages; returns the path. */
function networkFile() {
  const folder = mkdtempSync(join(tmpdir(), "zerolm-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const sizes = randomNetworks(200).map(({ hidden, kind, layers }) => ({
    hidden,
    depth: layers.length,
    heads: layers[0].mixer.heads,
    width: layers[0].ffn.widths[0],
    decoder: kind === "decoder",
  }));
  const path = join(folder, "networks.json");
  writeFileSync(path, JSON.stringify(sizes));
  return [path];
}

/** Writes a matrix of 2048 × 2048 normal float32 numbers, standard deviation 0.02, when it is first needed; returns its path. */
function squareMatrix() {
  if (matrixFile === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "zerolm-bench-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    const random = new Random(1);
    const values = Float32Array.from({ length: 2048 * 2048 }, () => 0.02 * random.normal());
    matrixFile = join(folder, "matrix.f32");
    writeFileSync(matrixFile, new Uint8Array(values.buffer));
  }
  return [matrixFile];
}

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
