import type { CapacityDepth, MappedCheckpoint, MatrixCapacity, SubModuleCapacity } from "@zerolm/checkpoint";

/** A trained checkpoint, looked into. */
export interface InspectedCheckpoint {
  readonly name: string;
  readonly mapped: MappedCheckpoint;
  readonly parameters: number;
  readonly bytes: number;
  readonly depth: CapacityDepth;
  readonly matrices: readonly MatrixCapacity[];
  readonly layers: readonly SubModuleCapacity[];
}
