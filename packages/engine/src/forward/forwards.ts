import type { ModelType } from "@zerolm/core";
import type { Unsupported } from "../network/unsupported.js";
import { bertLike, distilbert, robertaLike } from "./family/bert-like.js";
import { cohere2More, cohereMore } from "./family/cohere.js";
import type { ForwardOf } from "./family/forward-of-family.js";
import { gemma2More, gemma3More, gemmaMore } from "./family/gemma.js";
import { gpt2 } from "./family/gpt2.js";
import { graniteMore } from "./family/granite.js";
import { llamaLike } from "./family/llama-like.js";
import { ministral3More } from "./family/ministral3.js";
import { olmo2More, olmo3More, olmoeMore, olmoMore } from "./family/olmo.js";
import { smollm3More } from "./family/smollm3.js";
import { stablelmMore } from "./family/stablelm.js";

const encodesFirst: Unsupported = {
  kind: "an encoder-decoder",
  reason: "reads one text to write another, and has no loss of a single text",
};

/** How each family whose checkpoints are read computes, or why it is not run. */
export const forwards: Readonly<Partial<Record<ModelType, ForwardOf | Unsupported>>> = {
  llama: llamaLike(),
  "nemotron-nas": llamaLike(),
  mistral: llamaLike(),
  ministral: llamaLike(),
  ministral3: llamaLike({ epsilon: 1e-5, more: ministral3More }),
  mixtral: llamaLike({ epsilon: 1e-5, base: 1_000_000 }),
  qwen2: llamaLike(),
  qwen3: llamaLike(),
  qwen3_moe: llamaLike({
    more: (keys) => ({ normalisesExperts: keys.flag("norm_topk_prob", false) }),
  }),
  gemma: llamaLike({ activation: "gelu_pytorch_tanh", more: gemmaMore }),
  gemma2: llamaLike({
    activationKey: "hidden_activation",
    activation: "gelu_pytorch_tanh",
    more: gemma2More(50, 30),
  }),
  gemma3_text: llamaLike({
    activationKey: "hidden_activation",
    activation: "gelu_pytorch_tanh",
    more: gemma3More,
  }),
  phi3: llamaLike({ epsilon: 1e-5, share: 1 }),
  granite: llamaLike({ more: graniteMore }),
  smollm3: llamaLike({ more: smollm3More }),
  olmo: llamaLike({ more: olmoMore }),
  olmo2: llamaLike({ epsilon: 1e-5, more: olmo2More }),
  olmo3: llamaLike({ epsilon: 1e-5, more: olmo3More }),
  olmoe: llamaLike({ epsilon: 1e-5, more: olmoeMore }),
  phi: llamaLike({ epsilonKey: "layer_norm_eps", epsilon: 1e-5, activation: "gelu_new", share: 0.5 }),
  stablelm: llamaLike({ epsilonKey: "layer_norm_eps", epsilon: 1e-5, share: 0.25, more: stablelmMore }),
  starcoder2: llamaLike({ epsilonKey: "norm_epsilon", epsilon: 1e-5, activation: "gelu_pytorch_tanh" }),
  cohere: llamaLike({
    epsilonKey: "layer_norm_eps",
    epsilon: 1e-5,
    base: 500_000,
    isInterleaved: true,
    more: cohereMore,
  }),
  cohere2: llamaLike({ epsilonKey: "layer_norm_eps", epsilon: 1e-5, more: cohere2More }),
  gpt2,
  bert: bertLike("hidden_act"),
  electra: bertLike("gelu"),
  roberta: robertaLike,
  "xlm-roberta": robertaLike,
  camembert: robertaLike,
  distilbert,
  t5: encodesFirst,
  mt5: encodesFirst,
  vit: { kind: "an image classifier", reason: "sees images, and has no loss of a text" },
};
