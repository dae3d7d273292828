export type { Executor, Feed, Precision } from "./backend/executor.js";
export { type OnnxExecutor, type OnnxOptions, openOnnx } from "./backend/onnx/onnx.js";
export { findRuntime, type RuntimePackage, runtimePackages, runtimeVersion } from "./backend/onnx/runtime.js";
export { plainExecutor } from "./backend/plain/plain.js";
export { type ExportedModel, type ExportOptions, exportedModel, type Port } from "./export/exported-model.js";
export type { Forward } from "./forward/forward.js";
export { forwardOf } from "./forward/forward-of.js";
export { gradients } from "./gradient/gradients.js";
export { defaultRounds, defaultWarmUp, interleaved, type Timed } from "./latency/interleaved.js";
export {
  defaultPass,
  type Figures,
  type Latencies,
  type Latency,
  type LatencyOptions,
  largestDrift,
  latencies,
} from "./latency/latencies.js";
export {
  type LatencyPass,
  type LatencyRuntime,
  type LatencySession,
  latencySession,
} from "./latency/latency-session.js";
export { type Given, type Network, networkOf, type Trained, weightsOf } from "./network/network.js";
export { opset } from "./onnx/model.js";
export type { ModelFiles, PiecedFile } from "./onnx/model-file.js";
export { type NetworkProbe, networkProbe } from "./probe/probe.js";
export { probeMemory } from "./probe/probe-memory.js";
export { trainedProbe } from "./probe/trained-probe.js";
export { activations, type LayerActivations } from "./text/activations.js";
export { type NetworkMemory, networkMemory } from "./text/network-memory.js";
export {
  type Masking,
  maskedTokenWindows,
  nextTokenWindows,
  type TextWindows,
  type TokenText,
} from "./text/text-windows.js";
export { type GuessedWindows, tokenLosses } from "./text/token-losses.js";
export { feedOf, type TrainedNetwork, trainedNetwork, trainedOf } from "./text/trained-network.js";
export { type WindowOptions, windowLosses, windowsAtOnce } from "./text/window-losses.js";
export { type InitialWeights, initialWeights } from "./weights/initial-weights.js";
export { missingHead } from "./weights/missing-head.js";
export { NormalPool } from "./weights/normal-pool.js";
export { subNetwork } from "./weights/sub-network.js";
export { type TrainedWeights, type WeightReader, weightReader } from "./weights/trained-weights.js";
