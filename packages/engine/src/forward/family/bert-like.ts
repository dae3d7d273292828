import { gelu } from "../../network/activation.js";
import { activationOf, type ForwardOf } from "./forward-of-family.js";

/** Source: transformers 5.18, `models/bert/modeling_bert.py`. */
export const bertLike =
  (head: "hidden_act" | "gelu"): ForwardOf =>
  (keys, { architecture }) => {
    const { activation } = activationOf(keys, "hidden_act", "gelu");
    return {
      placement: "behind",
      epsilon: keys.number("layer_norm_eps", 1e-12),
      activation,
      headActivation: head === "gelu" ? gelu : activation,
      maximumTokens: architecture.embedding.positions,
    };
  };

/** Positions begin behind that of padding. Source: transformers 5.18, `models/roberta/modeling_roberta.py`. */
export const robertaLike: ForwardOf = (keys, about) => {
  const firstPosition = keys.whole("pad_token_id", 1) + 1;
  const maximumTokens = about.architecture.embedding.positions - firstPosition;
  return { ...bertLike("gelu")(keys, about), firstPosition, maximumTokens };
};

/** Source: transformers 5.18, `models/distilbert/modeling_distilbert.py`. */
export const distilbert: ForwardOf = (keys, { architecture }) => {
  const { activation } = activationOf(keys, "activation", "gelu");
  return {
    placement: "behind",
    epsilon: 1e-12,
    activation,
    headActivation: activation,
    maximumTokens: architecture.embedding.positions,
  };
};
