export type { Executor, Feed, Precision } from "./backend/executor.js";
export { type OnnxExecutor, type OnnxOptions, openOnnx } from "./backend/onnx/onnx.js";
export { findRuntime, type RuntimePackage, runtimePackages, runtimeVersion } from "./backend/onnx/runtime.js";
export { plainExecutor } from "./backend/plain/plain.js";
export { gradients } from "./gradient/gradients.js";
export { type Given, type Network, networkOf, weightsOf } from "./network/network.js";
export { type NetworkProbe, networkProbe } from "./probe/probe.js";
