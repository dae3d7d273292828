import type { Architecture, ArchitectureInput } from "../../src/architecture/architecture.js";
import type { Initialiser } from "../../src/architecture/initialiser.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";

/** The architecture of a document that has no faults. */
export function architectureOf(input: ArchitectureInput): Architecture {
  const { value, problems } = resolveArchitecture(input);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

/** Two different small layers. */
export const small = (initialiser: Initialiser = { kind: "normal", std: 0.02 }): Architecture =>
  architectureOf({
    hidden: 16,
    embedding: { vocabulary: 40, width: 8 },
    head: { pooler: true, outputs: 3 },
    initialiser,
    layers: [
      { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 32 } },
      {
        mixer: { kind: "attention", heads: 4, keyValueHeads: 2, headDim: 5 },
        ffn: { kind: "gated", width: 24 },
      },
    ],
  });

/** One layer of plain attention and a plain FFN; its sums are S_attn = 4·hidden and S_ffn = 2·max(hidden, width). */
export const oneLayer = (hidden: number, width: number, depth = 1): Architecture =>
  architectureOf({
    hidden,
    embedding: { vocabulary: 10 },
    layers: [{ repeat: depth, mixer: { kind: "attention", heads: 1 }, ffn: { kind: "plain", width } }],
  });
