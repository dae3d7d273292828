import { UsageError } from "@zerolm/core";

/** A tensor of ONNX Runtime. */
export interface RuntimeTensor {
  readonly data: unknown;
  readonly dispose?: () => void;
}

/** A model that is loaded. */
export interface RuntimeSession {
  readonly run: (
    feeds: Readonly<Record<string, RuntimeTensor>>,
  ) => Promise<Readonly<Record<string, RuntimeTensor>>>;
  readonly release: () => Promise<void>;
}

/** What is used of `onnxruntime-node` and of `onnxruntime-web`, which have one interface. */
export interface Runtime {
  readonly Tensor: new (
    type: "float32" | "float64" | "int64",
    data: Float32Array | Float64Array | BigInt64Array,
    dims: readonly number[],
  ) => RuntimeTensor;
  readonly InferenceSession: {
    readonly create: (
      bytes: Uint8Array,
      options: Readonly<Record<string, unknown>>,
    ) => Promise<RuntimeSession>;
  };
  readonly env: { readonly versions: { readonly common: string }; readonly wasm: { numThreads?: number } };
}

/** What computes in each package, as ONNX Runtime calls it. None is installed with zerolm. */
const providers = {
  "onnxruntime-node": "cpu",
  "onnxruntime-web": "wasm",
  "onnxruntime-web/webgpu": "webgpu",
} as const;

export type RuntimePackage = keyof typeof providers;

/** Packages that are looked for by default, the faster first. WebGPU has to be asked for: it runs in browsers alone, and its sums depend on the graphics processor. */
export const runtimePackages = ["onnxruntime-node", "onnxruntime-web"] as const satisfies RuntimePackage[];

/** The version that both have been tried with. */
export const runtimeVersion = "1.30.0";

/** A runtime that was found. */
export interface FoundRuntime {
  readonly package: RuntimePackage;
  readonly runtime: Runtime;
  /** What outputs call it, such as `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /** What computes, as ONNX Runtime calls it. */
  readonly provider: (typeof providers)[RuntimePackage];
}

/**
 * The first runtime that is installed.
 *
 * @param packages default: both, the native one first
 * @param threads of one run. Default: 1
 * @throws {UsageError} that says what to install if none is, and if WebGPU is asked for where there is none
 */
export async function findRuntime(
  packages: readonly RuntimePackage[] = runtimePackages,
  threads = 1,
): Promise<FoundRuntime> {
  for (const name of packages) {
    const runtime = await loadRuntime(name);
    if (!runtime) continue;
    const provider = providers[name];
    if (provider === "webgpu") await expectWebGpu();
    if (provider !== "cpu") runtime.env.wasm.numThreads = threads;
    return { package: name, runtime, name: `${name} ${runtime.env.versions.common}`, provider };
  }
  const [first] = packages.map((name) => name.replace("/webgpu", ""));
  throw new UsageError(
    `running networks needs ONNX Runtime, which is not installed: npm install ${first}@${runtimeVersion}${packages.includes("onnxruntime-web") ? `, or onnxruntime-web@${runtimeVersion}, which is smaller and slower. Add -g if zerolm was installed with it.` : ""}`,
  );
}

/** Of a browser what is asked for a graphics processor. */
interface WebGpu {
  readonly requestAdapter: () => Promise<object | null>;
}

async function expectWebGpu(): Promise<void> {
  const { gpu } = (globalThis.navigator ?? {}) as { readonly gpu?: WebGpu };
  if (await gpu?.requestAdapter()) return;
  throw new UsageError(
    "there is no WebGPU here. Use onnxruntime-web, or a browser with WebGPU on a page served by https or from localhost.",
  );
}

/** A package that is not there is no error; one that is there and fails to load is. */
async function loadRuntime(name: RuntimePackage): Promise<Runtime | undefined> {
  try {
    const module: { readonly default?: Runtime } & Partial<Runtime> = await import(/* @vite-ignore */ name);
    // A package in CommonJS has everything in its default export.
    return (module.InferenceSession ? module : module.default) as Runtime;
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error &&
  /cannot find (package|module)|failed to (load|resolve|fetch)|does the file exist/i.test(error.message) &&
  error.message.includes(name);
