export { effectiveRank } from "./capacity/effective-rank.js";
export { requireFinite } from "./capacity/finite.js";
export {
  type CapacityDepth,
  type LogDeterminantRunner,
  type MatrixCapacity,
  type MatrixSpectrum,
  matrixCapacity,
  spectrumWork,
} from "./capacity/matrix-capacity.js";
export type { Side } from "./capacity/pieces.js";
export { type WeightRunners, withRealWeights } from "./capacity/real-weights.js";
export { type SquaresRunner, type SquaresTask, squaresHere } from "./capacity/squares.js";
export { type MatrixStatistics, type StatisticsOptions, squareStatistics } from "./capacity/statistics.js";
export { type SubModuleCapacity, subModuleCapacities } from "./capacity/sub-module-capacity.js";
export { matrixValues } from "./capacity/values.js";
export * from "./checkpoint.js";
export type { Kernels } from "./kernel/kernels.js";
export { plainKernels } from "./kernel/plain-kernels.js";
export { wasmKernels } from "./kernel/wasm-kernels.js";
export { mergeLora } from "./lora/lora.js";
export {
  type MappedCheckpoint,
  type MappedTensor,
  mapCheckpoint,
  type WeightMatrix,
} from "./map-checkpoint.js";
export type { ChannelActivity, LayerActivity } from "./prune/activity.js";
export type { PrunedConfig } from "./prune/config.js";
export { droppableLayers, spacedLayers } from "./prune/depth.js";
export { type WholeSizes, wholeSizes } from "./prune/frame-sizes.js";
export { type ChannelFigures, channelFigures } from "./prune/hidden/channel-figures.js";
export { isLoadable, requireLoadable } from "./prune/hidden/loadable.js";
export { hiddenSizes, type Narrowed, narrowed, requireNarrowable } from "./prune/hidden/narrow.js";
export { type Loads, loadedByText } from "./prune/loads.js";
export { type PrunablePart, prunableParts, type SizeMeasure } from "./prune/parts.js";
export {
  type FurtherBudget,
  type KeptPart,
  type Planner,
  type PruneOptions,
  type PrunePlan,
  prunePlanner,
} from "./prune/plan.js";
export { type Pruned, prunedCheckpoint } from "./prune/pruned.js";
export { prunedTensors } from "./prune/pruned-tensors.js";
export { defaultAtLeast, defaultProtected } from "./prune/safety.js";
export type { Uniformity } from "./prune/uniformity.js";
export { type UnitOrder, type UnitSquares, unitSquares } from "./prune/unit-squares.js";
export { type PruneProxy, pruneProxies } from "./prune/values.js";
export { type WriteInto, type WritePrunedOptions, writePruned } from "./prune/write-pruned.js";
export { dequantised } from "./quantised/dequantise.js";
export { type Dtype, type DtypeName, dtypes, type Values } from "./safetensors/dtype.js";
export type { TensorEntry } from "./safetensors/header.js";
export { openSafetensors } from "./safetensors/read.js";
export { openShards } from "./safetensors/shards.js";
export {
  elements,
  type Tensor,
  type TensorSet,
  tensorBytes,
  tensorChunks,
  tensorValues,
} from "./safetensors/tensor.js";
export { byteLength, safetensorsBytes, safetensorsChunks, type TensorData } from "./safetensors/write.js";
export { type ByteSource, blobSource, bytesSource, checkRange, sourceChunks } from "./source/byte-source.js";
export { blobFolder, type Folder, readText } from "./source/folder.js";
export { readTokenizer, type Tokenizer } from "./tokenizer/tokenizer.js";
