import type { Architecture, ArchitectureInput } from "../../src/architecture/architecture.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";

/** A layer as a document gives it. */
export type LayerInput = ArchitectureInput["layers"][number];

/** The architecture of a document that is known to be valid. */
export function architectureOf(input: ArchitectureInput): Architecture {
  const { value, problems } = resolveArchitecture(input);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

export const attention = { kind: "attention", heads: 4 } as const;
export const plain = { kind: "plain", width: 512 } as const;

/** FlexiBERT's frame: hidden 256, ELECTRA's embeddings, no head. */
export const flexibert = (...layers: LayerInput[]): Architecture =>
  architectureOf({
    hidden: 256,
    embedding: { vocabulary: 30522, positions: 512, tokenTypes: 2, width: 128, norm: true },
    layers,
  });
