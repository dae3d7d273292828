import type { Example } from "./checkpoints.js";

const decoder = {
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 10,
};

const decoderTensors = `
  model.embed_tokens.weight 10x8
  model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
  model.layers.{0-1}.self_attn.q_proj.weight 8x8
  model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
  model.layers.{0-1}.self_attn.o_proj.weight 8x8
  model.layers.{0-1}.mlp.{gate,up}_proj.weight 12x8
  model.layers.{0-1}.mlp.down_proj.weight 8x12
  model.norm.weight 8
`;

const bert = {
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  vocab_size: 10,
  max_position_embeddings: 6,
  type_vocab_size: 2,
};

/** The encoder of BERT, RoBERTa and ELECTRA below a prefix. */
const bertTensors = (prefix: string, width = 8): string => `
  ${prefix}embeddings.word_embeddings.weight 10x${width}
  ${prefix}embeddings.position_embeddings.weight 6x${width}
  ${prefix}embeddings.token_type_embeddings.weight 2x${width}
  ${prefix}embeddings.LayerNorm.{weight,bias} ${width}
  ${prefix}encoder.layer.{0-1}.attention.self.{query,key,value}.weight 8x8
  ${prefix}encoder.layer.{0-1}.attention.self.{query,key,value}.bias 8
  ${prefix}encoder.layer.{0-1}.attention.output.dense.weight 8x8
  ${prefix}encoder.layer.{0-1}.attention.output.dense.bias 8
  ${prefix}encoder.layer.{0-1}.attention.output.LayerNorm.{weight,bias} 8
  ${prefix}encoder.layer.{0-1}.intermediate.dense.weight 12x8
  ${prefix}encoder.layer.{0-1}.intermediate.dense.bias 12
  ${prefix}encoder.layer.{0-1}.output.dense.weight 8x12
  ${prefix}encoder.layer.{0-1}.output.dense.bias 8
  ${prefix}encoder.layer.{0-1}.output.LayerNorm.{weight,bias} 8
`;

/** The tensors of Llama's shape, with norms by other names or none. */
const withNorms = (norms: string, more = ""): string =>
  `${decoderTensors.replace("model.layers.{0-1}.{input,post_attention}_layernorm.weight 8", norms)} ${more}`;

const lastNormToo = (tensors: string): string =>
  tensors.replace("model.norm.weight 8", "model.norm.{weight,bias} 8");

const queryKeyValueBiases = `
  model.layers.{0-1}.self_attn.q_proj.bias 8
  model.layers.{0-1}.self_attn.{k,v}_proj.bias 4`;

const behind = "model.layers.{0-1}.post_{attention,feedforward}_layernorm.weight 8";
const fourNorms = `model.layers.{0-1}.{input,post_attention,pre_feedforward,post_feedforward}_layernorm.weight 8`;
const layerNorms = "model.layers.{0-1}.{input,post_attention}_layernorm.{weight,bias} 8";
const wholeNorms =
  "model.layers.{0-1}.self_attn.q_norm.weight 8\nmodel.layers.{0-1}.self_attn.k_norm.weight 4";
const output = "lm_head.weight 10x8";

const robertaTensors = `${bertTensors("roberta.")}
  lm_head.dense.weight 8x8
  lm_head.dense.bias 8
  lm_head.layer_norm.{weight,bias} 8
  lm_head.bias 10
  lm_head.decoder.weight 10x8`;

/** Families of Llama's shape and RoBERTa's, as transformers 5.18 names their parameters. */
const descendants: Record<string, Example> = {
  "xlm-roberta": {
    config: { model_type: "xlm-roberta", ...bert, architectures: ["XLMRobertaForMaskedLM"] },
    tensors: robertaTensors,
  },
  camembert: {
    config: { model_type: "camembert", ...bert, architectures: ["CamembertForMaskedLM"] },
    tensors: robertaTensors,
  },
  gemma2: { config: { model_type: "gemma2", ...decoder, head_dim: 2 }, tensors: withNorms(fourNorms) },
  gemma3_text: {
    config: { model_type: "gemma3_text", ...decoder, head_dim: 2 },
    tensors: withNorms(fourNorms, "\nmodel.layers.{0-1}.self_attn.{q,k}_norm.weight 2"),
  },
  olmo: {
    config: { model_type: "olmo", ...decoder },
    tensors: withNorms("", output).replace("model.norm.weight 8", ""),
  },
  olmo2: {
    config: { model_type: "olmo2", ...decoder },
    tensors: withNorms(behind, `${output}\n${wholeNorms}`),
  },
  olmo3: {
    config: { model_type: "olmo3", ...decoder },
    tensors: withNorms(behind, `${output}\n${wholeNorms}`),
  },
  olmoe: {
    config: { model_type: "olmoe", ...decoder, num_experts: 3, num_experts_per_tok: 2 },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
      model.layers.{0-1}.self_attn.{q,o}_proj.weight 8x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
      ${wholeNorms}
      model.layers.{0-1}.mlp.gate.weight 3x8
      model.layers.{0-1}.mlp.experts.{0-2}.{gate,up}_proj.weight 12x8
      model.layers.{0-1}.mlp.experts.{0-2}.down_proj.weight 8x12
      model.norm.weight 8
      ${output}`,
  },
  granite: {
    config: { model_type: "granite", ...decoder, attention_bias: true },
    tensors: `${decoderTensors} ${output} ${queryKeyValueBiases}\nmodel.layers.{0-1}.self_attn.o_proj.bias 8`,
  },
  smollm3: { config: { model_type: "smollm3", ...decoder }, tensors: decoderTensors },
  ministral: {
    config: { model_type: "ministral", ...decoder },
    tensors: `${decoderTensors} ${output}`,
  },
  ministral3: {
    config: { model_type: "ministral3", ...decoder, head_dim: 2 },
    tensors: `${decoderTensors} ${output}`,
  },
  cohere: {
    config: { model_type: "cohere", ...decoder },
    tensors: withNorms("model.layers.{0-1}.input_layernorm.weight 8"),
  },
  cohere2: {
    config: { model_type: "cohere2", ...decoder },
    tensors: withNorms("model.layers.{0-1}.input_layernorm.weight 8"),
  },
  stablelm: {
    config: { model_type: "stablelm", ...decoder, use_qkv_bias: true },
    tensors: lastNormToo(withNorms(layerNorms, `${output} ${queryKeyValueBiases}`)),
  },
  starcoder2: {
    config: { model_type: "starcoder2", ...decoder },
    tensors: `
      model.embed_tokens.weight 10x8
      ${layerNorms}
      model.layers.{0-1}.self_attn.{q,o}_proj.weight 8x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
      model.layers.{0-1}.self_attn.o_proj.bias 8
      ${queryKeyValueBiases}
      model.layers.{0-1}.mlp.c_fc.weight 12x8
      model.layers.{0-1}.mlp.c_fc.bias 12
      model.layers.{0-1}.mlp.c_proj.weight 8x12
      model.layers.{0-1}.mlp.c_proj.bias 8
      model.norm.{weight,bias} 8`,
  },
  phi: {
    config: { model_type: "phi", ...decoder, qk_layernorm: true },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.input_layernorm.{weight,bias} 8
      model.layers.{0-1}.self_attn.q_proj.weight 8x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
      ${queryKeyValueBiases}
      model.layers.{0-1}.self_attn.dense.weight 8x8
      model.layers.{0-1}.self_attn.dense.bias 8
      model.layers.{0-1}.self_attn.{q,k}_layernorm.{weight,bias} 2
      model.layers.{0-1}.mlp.fc1.weight 12x8
      model.layers.{0-1}.mlp.fc1.bias 12
      model.layers.{0-1}.mlp.fc2.weight 8x12
      model.layers.{0-1}.mlp.fc2.bias 8
      model.final_layernorm.{weight,bias} 8
      ${output}
      lm_head.bias 10`,
  },
};

/** One checkpoint of every family: names and shapes as transformers saves them. */
export const examples: Record<string, Example> = {
  ...descendants,
  llama: {
    config: { model_type: "llama", ...decoder },
    tensors: `${decoderTensors} lm_head.weight 10x8`,
  },
  mistral: {
    config: { model_type: "mistral", ...decoder, head_dim: 2, sliding_window: null },
    tensors: `${decoderTensors} lm_head.weight 10x8`,
  },
  qwen2: {
    config: { model_type: "qwen2", ...decoder, tie_word_embeddings: true },
    tensors: `${decoderTensors}
      model.layers.{0-1}.self_attn.q_proj.bias 8
      model.layers.{0-1}.self_attn.{k,v}_proj.bias 4`,
  },
  qwen3: {
    config: { model_type: "qwen3", ...decoder, head_dim: 6 },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
      model.layers.{0-1}.self_attn.q_proj.weight 24x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 12x8
      model.layers.{0-1}.self_attn.o_proj.weight 8x24
      model.layers.{0-1}.self_attn.{q,k}_norm.weight 6
      model.layers.{0-1}.mlp.{gate,up}_proj.weight 12x8
      model.layers.{0-1}.mlp.down_proj.weight 8x12
      model.norm.weight 8
      lm_head.weight 10x8`,
  },
  gemma: {
    config: { model_type: "gemma", ...decoder, num_key_value_heads: 2, head_dim: 2 },
    tensors: decoderTensors,
  },
  phi3: {
    config: { model_type: "phi3", ...decoder },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
      model.layers.{0-1}.self_attn.qkv_proj.weight 16x8
      model.layers.{0-1}.self_attn.o_proj.weight 8x8
      model.layers.{0-1}.mlp.gate_up_proj.weight 24x8
      model.layers.{0-1}.mlp.down_proj.weight 8x12
      model.norm.weight 8
      lm_head.weight 10x8`,
  },
  mixtral: {
    config: { model_type: "mixtral", ...decoder, num_local_experts: 3, num_experts_per_tok: 2 },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
      model.layers.{0-1}.self_attn.q_proj.weight 8x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
      model.layers.{0-1}.self_attn.o_proj.weight 8x8
      model.layers.{0-1}.block_sparse_moe.gate.weight 3x8
      model.layers.{0-1}.block_sparse_moe.experts.{0-2}.w1.weight 12x8
      model.layers.{0-1}.block_sparse_moe.experts.{0-2}.w2.weight 8x12
      model.layers.{0-1}.block_sparse_moe.experts.{0-2}.w3.weight 12x8
      model.norm.weight 8
      lm_head.weight 10x8`,
  },
  qwen3_moe: {
    config: {
      model_type: "qwen3_moe",
      ...decoder,
      head_dim: 2,
      moe_intermediate_size: 5,
      num_experts: 3,
      num_experts_per_tok: 2,
      mlp_only_layers: [1],
    },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.{0-1}.{input,post_attention}_layernorm.weight 8
      model.layers.{0-1}.self_attn.q_proj.weight 8x8
      model.layers.{0-1}.self_attn.{k,v}_proj.weight 4x8
      model.layers.{0-1}.self_attn.o_proj.weight 8x8
      model.layers.{0-1}.self_attn.{q,k}_norm.weight 2
      model.layers.0.mlp.gate.weight 3x8
      model.layers.0.mlp.experts.{0-2}.{gate,up}_proj.weight 5x8
      model.layers.0.mlp.experts.{0-2}.down_proj.weight 8x5
      model.layers.1.mlp.{gate,up}_proj.weight 12x8
      model.layers.1.mlp.down_proj.weight 8x12
      model.norm.weight 8
      lm_head.weight 10x8`,
  },
  "nemotron-nas": {
    config: {
      model_type: "nemotron-nas",
      ...decoder,
      block_configs: [
        { attention: { n_heads_in_group: 4, no_op: false }, ffn: { ffn_mult: 2, no_op: false } },
        { attention: { no_op: true }, ffn: { intermediate_size: 5 } },
      ],
    },
    tensors: `
      model.embed_tokens.weight 10x8
      model.layers.0.{input,post_attention}_layernorm.weight 8
      model.layers.0.self_attn.{q,o}_proj.weight 8x8
      model.layers.0.self_attn.{k,v}_proj.weight 2x8
      model.layers.0.mlp.{gate,up}_proj.weight 256x8
      model.layers.0.mlp.down_proj.weight 8x256
      model.layers.1.post_attention_layernorm.weight 8
      model.layers.1.mlp.{gate,up}_proj.weight 5x8
      model.layers.1.mlp.down_proj.weight 8x5
      model.norm.weight 8
      lm_head.weight 10x8`,
  },
  gpt2: {
    config: { model_type: "gpt2", n_embd: 8, n_layer: 2, n_head: 2, n_positions: 6, vocab_size: 10 },
    tensors: `
      wte.weight 10x8
      wpe.weight 6x8
      h.{0-1}.ln_1.{weight,bias} 8
      h.{0-1}.attn.c_attn.weight 8x24
      h.{0-1}.attn.c_attn.bias 24
      h.{0-1}.attn.c_proj.weight 8x8
      h.{0-1}.attn.c_proj.bias 8
      h.{0-1}.attn.bias 1x1x6x6
      h.{0-1}.ln_2.{weight,bias} 8
      h.{0-1}.mlp.c_fc.weight 8x32
      h.{0-1}.mlp.c_fc.bias 32
      h.{0-1}.mlp.c_proj.weight 32x8
      h.{0-1}.mlp.c_proj.bias 8
      ln_f.{weight,bias} 8`,
  },
  bert: {
    config: { model_type: "bert", ...bert, architectures: ["BertForPreTraining"] },
    tensors: `${bertTensors("bert.").replaceAll("LayerNorm.{weight,bias}", "LayerNorm.{gamma,beta}")}
      bert.pooler.dense.weight 8x8
      bert.pooler.dense.bias 8
      cls.predictions.transform.dense.weight 8x8
      cls.predictions.transform.dense.bias 8
      cls.predictions.transform.LayerNorm.{gamma,beta} 8
      cls.predictions.bias 10
      cls.predictions.decoder.weight 10x8
      cls.seq_relationship.weight 2x8
      cls.seq_relationship.bias 2`,
  },
  roberta: {
    config: { model_type: "roberta", ...bert, architectures: ["RobertaForMaskedLM"] },
    tensors: `${bertTensors("roberta.")}
      roberta.embeddings.position_ids 1x6
      lm_head.dense.weight 8x8
      lm_head.dense.bias 8
      lm_head.layer_norm.{weight,bias} 8
      lm_head.bias 10
      lm_head.decoder.weight 10x8`,
  },
  electra: {
    config: { model_type: "electra", ...bert, embedding_size: 4, architectures: ["ElectraForPreTraining"] },
    tensors: `${bertTensors("electra.", 4)}
      electra.embeddings_project.weight 8x4
      electra.embeddings_project.bias 8
      discriminator_predictions.dense.weight 8x8
      discriminator_predictions.dense.bias 8
      discriminator_predictions.dense_prediction.weight 1x8
      discriminator_predictions.dense_prediction.bias 1`,
  },
  distilbert: {
    config: {
      model_type: "distilbert",
      dim: 8,
      hidden_dim: 12,
      n_layers: 2,
      n_heads: 2,
      max_position_embeddings: 6,
      vocab_size: 10,
    },
    tensors: `
      distilbert.embeddings.word_embeddings.weight 10x8
      distilbert.embeddings.position_embeddings.weight 6x8
      distilbert.embeddings.LayerNorm.{weight,bias} 8
      distilbert.transformer.layer.{0-1}.attention.{q,k,v,out}_lin.weight 8x8
      distilbert.transformer.layer.{0-1}.attention.{q,k,v,out}_lin.bias 8
      distilbert.transformer.layer.{0-1}.sa_layer_norm.{weight,bias} 8
      distilbert.transformer.layer.{0-1}.ffn.lin1.weight 12x8
      distilbert.transformer.layer.{0-1}.ffn.lin1.bias 12
      distilbert.transformer.layer.{0-1}.ffn.lin2.weight 8x12
      distilbert.transformer.layer.{0-1}.ffn.lin2.bias 8
      distilbert.transformer.layer.{0-1}.output_layer_norm.{weight,bias} 8
      vocab_transform.weight 8x8
      vocab_transform.bias 8
      vocab_layer_norm.{weight,bias} 8
      vocab_projector.weight 10x8
      vocab_projector.bias 10`,
  },
  vit: {
    config: {
      model_type: "vit",
      hidden_size: 8,
      intermediate_size: 12,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      image_size: 8,
      patch_size: 4,
      num_channels: 3,
      id2label: { 0: "a", 1: "b", 2: "c" },
    },
    tensors: `
      vit.embeddings.cls_token 1x1x8
      vit.embeddings.position_embeddings 1x5x8
      vit.embeddings.patch_embeddings.projection.weight 8x3x4x4
      vit.embeddings.patch_embeddings.projection.bias 8
      vit.encoder.layer.{0-1}.attention.attention.{query,key,value}.weight 8x8
      vit.encoder.layer.{0-1}.attention.attention.{query,key,value}.bias 8
      vit.encoder.layer.{0-1}.attention.output.dense.weight 8x8
      vit.encoder.layer.{0-1}.attention.output.dense.bias 8
      vit.encoder.layer.{0-1}.layernorm_{before,after}.{weight,bias} 8
      vit.encoder.layer.{0-1}.intermediate.dense.weight 12x8
      vit.encoder.layer.{0-1}.intermediate.dense.bias 12
      vit.encoder.layer.{0-1}.output.dense.weight 8x12
      vit.encoder.layer.{0-1}.output.dense.bias 8
      vit.layernorm.{weight,bias} 8
      classifier.weight 3x8
      classifier.bias 3`,
  },
  t5: {
    config: {
      model_type: "t5",
      d_model: 8,
      d_kv: 3,
      d_ff: 12,
      num_heads: 2,
      num_layers: 2,
      vocab_size: 10,
      feed_forward_proj: "gated-gelu",
    },
    tensors: `
      shared.weight 10x8
      {encoder,decoder}.block.{0-1}.layer.0.SelfAttention.{q,k,v}.weight 6x8
      {encoder,decoder}.block.{0-1}.layer.0.SelfAttention.o.weight 8x6
      {encoder,decoder}.block.0.layer.0.SelfAttention.relative_attention_bias.weight 32x2
      {encoder,decoder}.block.{0-1}.layer.0.layer_norm.weight 8
      decoder.block.{0-1}.layer.1.EncDecAttention.{q,k,v}.weight 6x8
      decoder.block.{0-1}.layer.1.EncDecAttention.o.weight 8x6
      decoder.block.{0-1}.layer.1.layer_norm.weight 8
      encoder.block.{0-1}.layer.1.DenseReluDense.wi_{0-1}.weight 12x8
      encoder.block.{0-1}.layer.1.DenseReluDense.wo.weight 8x12
      encoder.block.{0-1}.layer.1.layer_norm.weight 8
      decoder.block.{0-1}.layer.2.DenseReluDense.wi_{0-1}.weight 12x8
      decoder.block.{0-1}.layer.2.DenseReluDense.wo.weight 8x12
      decoder.block.{0-1}.layer.2.layer_norm.weight 8
      {encoder,decoder}.final_layer_norm.weight 8
      lm_head.weight 10x8`,
  },
  mt5: {
    config: {
      model_type: "mt5",
      d_model: 8,
      d_kv: 3,
      d_ff: 12,
      num_heads: 2,
      num_layers: 2,
      vocab_size: 10,
    },
    tensors: `
      shared.weight 10x8
      {encoder,decoder}.block.{0-1}.layer.0.SelfAttention.{q,k,v}.weight 6x8
      {encoder,decoder}.block.{0-1}.layer.0.SelfAttention.o.weight 8x6
      {encoder,decoder}.block.0.layer.0.SelfAttention.relative_attention_bias.weight 32x2
      {encoder,decoder}.block.{0-1}.layer.0.layer_norm.weight 8
      decoder.block.{0-1}.layer.1.EncDecAttention.{q,k,v}.weight 6x8
      decoder.block.{0-1}.layer.1.EncDecAttention.o.weight 8x6
      decoder.block.{0-1}.layer.1.layer_norm.weight 8
      encoder.block.{0-1}.layer.1.DenseReluDense.wi_{0-1}.weight 12x8
      encoder.block.{0-1}.layer.1.DenseReluDense.wo.weight 8x12
      encoder.block.{0-1}.layer.1.layer_norm.weight 8
      decoder.block.{0-1}.layer.2.DenseReluDense.wi_{0-1}.weight 12x8
      decoder.block.{0-1}.layer.2.DenseReluDense.wo.weight 8x12
      decoder.block.{0-1}.layer.2.layer_norm.weight 8
      {encoder,decoder}.final_layer_norm.weight 8`,
  },
};
