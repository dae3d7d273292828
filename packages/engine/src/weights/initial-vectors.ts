import type { Architecture, Ffn, Mixer } from "@zerolm/core";

/**
 * Which biases, scales and shifts an architecture has, by the names under which a network asks for them. Before training biases and shifts are 0 and
 * scales are 1. Biases of experts, and vectors that no network here uses, are left out.
 *
 * @example
 * initialVectors(architecture).has("layers.0.ffn.up.bias");
 */
export const initialVectors = (architecture: Architecture): Pick<ReadonlySet<string>, "has"> => ({
  has: (name) => hasVector(architecture, name),
});

/** The number that all entries of a vector have before training. */
export const initialEntry = (name: string): number => (name.endsWith(".bias") ? 0 : 1);

function hasVector(architecture: Architecture, name: string): boolean {
  const [, layer, part = "", rest = ""] =
    /^(?:layers\.(\d+)\.)?(attention|cross|ffn|embedding|head)\.(.+)$/.exec(name) ?? [];
  const isBias = rest.endsWith(".bias");
  const base = isBias ? rest.slice(0, -".bias".length) : rest;
  const own = layer === undefined ? undefined : architecture.layers[Number(layer)];
  const mixer = part === "cross" ? own?.cross : own?.mixer;
  if (base === "queryNorm" || base === "keyNorm") return !isBias || hasLayerNorms(mixer);
  if (/(^|\.)(norm|postNorm)$/.test(base))
    return isBias ? architecture.norm === "layer" : architecture.norm !== "bare";
  const role = base.replace(/\.\d+$/, "");
  if (!isBias) return false;
  if (part === "ffn") return own?.ffn !== undefined && ffnHasBias(own.ffn, role);
  if (part === "embedding" || part === "head") return frameHasBias(architecture, part, role);
  return mixer !== undefined && mixerHasBias(mixer, role);
}

const hasLayerNorms = (mixer: Mixer | undefined): boolean =>
  mixer?.kind === "attention" && mixer.queryKeyNorm === "layer";

/** Which projections of attention have a bias; a gate has one if the query has. */
const attentionBiases: Readonly<Record<Extract<Mixer, { kind: "attention" }>["bias"], readonly string[]>> = {
  none: [],
  output: ["output"],
  "query-key-value": ["query", "gate", "key", "value"],
  "query-value-output": ["query", "gate", "value", "output"],
  all: ["query", "gate", "key", "value", "output"],
};

function mixerHasBias(mixer: Mixer, role: string): boolean {
  if (mixer.kind === "attention") return attentionBiases[mixer.bias].includes(role);
  if (role === "depthwise" || !("bias" in mixer)) return false;
  return mixer.kind === "latent"
    ? mixer.bias === true && ["compression", "output"].includes(role)
    : mixer.bias === true;
}

function ffnHasBias(ffn: Ffn, role: string): boolean {
  if (ffn.kind === "mixture") return role === "router" && (ffn.routerBias ?? false);
  return ffn.bias || (ffn.kind === "gated" && role === "down" && (ffn.downBias ?? false));
}

function frameHasBias({ hidden, embedding, head }: Architecture, part: "embedding" | "head", role: string) {
  const { width, adaptive, bareProjection, patches, barePatches } = embedding;
  const roles =
    part === "embedding"
      ? {
          projection: width !== hidden && !adaptive && !bareProjection,
          patch: patches !== undefined && !barePatches,
        }
      : {
          ...{ pooler: true, dense: true, transform: !head.bareTransform },
          ...{ vocabulary: head.vocabularyBias, task: head.outputsBias },
        };
  return new Map(Object.entries(roles)).get(role) ?? false;
}
