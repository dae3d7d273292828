import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "vite";

const runtime = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));

/**
 * A program for a page: `probeReadings(networks, request, packages)` gives the readings of each network, with one session for each topology of
 * all calls. `probeNetworks(networks, request)` gives SNIP and the milliseconds of each network.
 */
export const probeScript = `
import { networkProbe, openOnnx } from "@zerolm/engine";
const probes = {};
const probeOf = async (packages) => (probes[packages] ??= networkProbe(await openOnnx({ packages })));
globalThis.probeReadings = async (networks, request, packages) => {
  const probe = await probeOf(packages);
  const found = [];
  for (const network of networks) found.push(await probe.run(network, request));
  return found;
};
globalThis.probeNetworks = async (networks, request) => {
  const probe = await probeOf(["onnxruntime-web"]);
  const found = [];
  for (const network of networks) {
    const started = performance.now();
    const { snip } = await probe.run(network, request);
    found.push({ score: snip.reduce((sum, { values }) => sum + values[0], 0), milliseconds: performance.now() - started });
  }
  return found;
};`;

async function bundled(script) {
  const entry = "\0page";
  const { output } = [
    await build({
      configFile: false,
      logLevel: "error",
      plugins: [
        {
          name: "page",
          resolveId: (id) => (id === "page" ? entry : undefined),
          load: (id) => (id === entry ? script : undefined),
        },
      ],
      build: {
        write: false,
        minify: false,
        rollupOptions: { input: "page", output: { format: "es", codeSplitting: false } },
      },
    }),
  ].flat()[0];
  return output[0].code;
}

const page = `<!doctype html><title>networks</title>
<script type="importmap">{ "imports": { "onnxruntime-web": "/runtime/ort.wasm.min.mjs", "onnxruntime-web/webgpu": "/runtime/ort.webgpu.min.mjs" } }</script>
<script type="module" src="/page.js"></script>`;

const types = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

/** Isolates the page from other sites: only then do its clocks show microseconds. */
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/**
 * Serves a page that runs networks in a browser, by onnxruntime-web, on this machine alone.
 *
 * @param {string} script a module, which may import what is installed here
 * @returns {Promise<{ address: string, close: () => void }>} of the page
 */
export async function servePage(script) {
  const texts = { "/page.html": page, "/page.js": await bundled(script) };
  const server = createServer(async ({ url = "" }, response) => {
    const name = /^\/runtime\/([\w.-]+)$/.exec(url)?.[1];
    const body = texts[url] ?? (name && (await readFile(join(runtime, name)).catch(() => undefined)));
    const type = types[url.split(".").at(-1)] ?? "text/plain";
    response.writeHead(body ? 200 : 404, { ...isolated, "content-type": type });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/page.html`, close: () => server.close() };
}
