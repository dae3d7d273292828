import type { Ffn } from "@zerolm/core";
import type { Value } from "../../graph/value.js";
import { activated, gated } from "../activation.js";
import type { Part } from "../scope.js";
import { mixture } from "./mixture.js";

/** Builds an FFN of one kind: what it adds to tokens. */
type FfnNetwork<Config> = (config: Config, part: Part, tokens: Value) => Value;

type Row<Kind extends Ffn["kind"]> = FfnNetwork<Extract<Ffn, { kind: Kind }>>;

/** Dense layers with an activation between them. */
const plain: Row<"plain"> = ({ widths }, part, tokens) => {
  const inner = widths.reduce(
    (value, _, index) =>
      activated(
        part.scope,
        part.scope.forward.activation,
        index === 0 ? part.linear(value, "up") : part.linear(value, "between", index - 1),
      ),
    tokens,
  );
  return part.linear(inner, "down");
};

/** SwiGLU (Shazeer 2020), as in Llama, or with another gate. */
const gatedFfn: Row<"gated"> = (_config, part, tokens) => {
  const gate = activated(part.scope, part.scope.forward.gate, part.linear(tokens, "gate"));
  return part.linear(gated(part.scope, gate, part.linear(tokens, "up")), "down");
};

/** How each FFN of core is built. */
export const ffnNetworks: { readonly [Kind in Ffn["kind"]]: Row<Kind> } = { plain, gated: gatedFfn, mixture };

/** What an FFN adds to tokens. */
export function ffnNetwork(ffn: Ffn, part: Part, tokens: Value): Value {
  // The table holds for each kind the row of that kind.
  const row = ffnNetworks[ffn.kind] as FfnNetwork<Ffn>;
  return row(ffn, part, tokens);
}
