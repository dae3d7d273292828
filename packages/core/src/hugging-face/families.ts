import { albert } from "./albert.js";
import { baichuan } from "./baichuan.js";
import { bart } from "./bart.js";
import { bert } from "./bert.js";
import { bloom } from "./bloom.js";
import { chatglm } from "./chatglm.js";
import { clipText, clipVision } from "./clip.js";
import { codegen } from "./codegen.js";
import { cohere, cohere2 } from "./cohere.js";
import { debertaV2 } from "./deberta-v2.js";
import { deepseekV2, deepseekV3 } from "./deepseek.js";
import { deit } from "./deit.js";
import { distilbert } from "./distilbert.js";
import { dpr } from "./dpr.js";
import { electra } from "./electra.js";
import { falcon } from "./falcon.js";
import { falconH1 } from "./falcon-h1.js";
import type { Family } from "./family.js";
import { gemma } from "./gemma.js";
import { gemma2, gemma3Text } from "./gemma2.js";
import { git } from "./git.js";
import { gptBigCode } from "./gpt-bigcode.js";
import { gptNeo } from "./gpt-neo.js";
import { gptNeoX } from "./gpt-neox.js";
import { gptOss } from "./gpt-oss.js";
import { gpt2 } from "./gpt2.js";
import { gptj } from "./gptj.js";
import { granite } from "./granite.js";
import { gte } from "./gte.js";
import { internlm2 } from "./internlm2.js";
import { jamba } from "./jamba.js";
import { kimiLinear } from "./kimi-linear.js";
import { lfm2 } from "./lfm2.js";
import { llama, mistral } from "./llama.js";
import { minicpm } from "./minicpm.js";
import { ministral, ministral3 } from "./ministral.js";
import { mixtral } from "./mixtral.js";
import { modernBert } from "./modernbert.js";
import { mpnet } from "./mpnet.js";
import { mpt } from "./mpt.js";
import { mt5 } from "./mt5.js";
import { nemotronH } from "./nemotron-h.js";
import { nemotronNas } from "./nemotron-nas.js";
import { neobert } from "./neobert.js";
import { olmo, olmo2, olmo3, olmoe } from "./olmo.js";
import { opt } from "./opt.js";
import { phi } from "./phi.js";
import { phiMsft } from "./phi-msft.js";
import { phi3 } from "./phi3.js";
import { qwen2, qwen2Moe, qwen3, qwen3Moe } from "./qwen.js";
import { qwen1 } from "./qwen1.js";
import { qwen3Next, qwen35Text } from "./qwen3-next.js";
import { roberta } from "./roberta.js";
import { smollm3 } from "./smollm3.js";
import { stablelm } from "./stablelm.js";
import { starcoder2 } from "./starcoder2.js";
import { t5 } from "./t5.js";
import { vit } from "./vit.js";
import { whisper } from "./whisper.js";
import { camembert, xlmRoberta } from "./xlm-roberta.js";
import { xlnet } from "./xlnet.js";

/**
 * The families of Hugging Face models, by `model_type`: how their configs are read and written, and which tensors their checkpoints
 * have. A new one is one file and one row here. An architecture that several of them can express is written as the first of these.
 */
export const families = {
  bert,
  electra,
  roberta,
  distilbert,
  gpt2,
  llama,
  "nemotron-nas": nemotronNas,
  mistral,
  qwen2,
  qwen3,
  gemma,
  phi3,
  mixtral,
  qwen3_moe: qwen3Moe,
  vit,
  t5,
  "xlm-roberta": xlmRoberta,
  camembert,
  albert,
  mpnet,
  dpr,
  "deberta-v2": debertaV2,
  modernbert: modernBert,
  xlnet,
  opt,
  gpt_neo: gptNeo,
  gptj,
  codegen,
  gpt_neox: gptNeoX,
  gpt_bigcode: gptBigCode,
  bloom,
  falcon,
  mpt,
  phi,
  starcoder2,
  stablelm,
  cohere,
  cohere2,
  olmo,
  olmo2,
  olmo3,
  olmoe,
  granite,
  smollm3,
  ministral,
  ministral3,
  gemma2,
  gemma3_text: gemma3Text,
  qwen2_moe: qwen2Moe,
  gpt_oss: gptOss,
  mt5,
  bart,
  whisper,
  deit,
  clip_text_model: clipText,
  clip_vision_model: clipVision,
  git,
  deepseek_v2: deepseekV2,
  deepseek_v3: deepseekV3,
  kimi_k2: deepseekV3,
  qwen3_next: qwen3Next,
  qwen3_5_text: qwen35Text,
  lfm2,
  jamba,
  nemotron_h: nemotronH,
  falcon_h1: falconH1,
  kimi_linear: kimiLinear,
  internlm2,
  minicpm,
  baichuan,
  qwen: qwen1,
  chatglm,
  "phi-msft": phiMsft,
  neobert,
  new: gte,
} satisfies Record<string, Family>;

/** A `model_type` that is read and written. */
export type ModelType = keyof typeof families;
