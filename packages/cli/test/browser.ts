import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium is: what CHROMIUM names, else what the path has; `undefined` where there is none. */
export function chromiumPath(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      // the next name
    }
  }
  return undefined;
}

/** What makes Chromium compute WebGPU on the processor, by SwiftShader. */
export const softwareWebGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"] as const;

/** Started so that it asks nothing of the network by itself. */
export const startChromium = (
  executablePath: string,
  graphics: readonly string[] = ["--disable-gpu"],
): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      ...graphics,
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
