import { createRequire } from "node:module";
import { extname } from "node:path";
import { inDark, UsageError, type VegaLiteSpec, WorkError } from "@zerolm/core";
import type { CompiledPlot } from "@zerolm/view";
import type { Loader, LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { writeFileAtomically } from "../files/write-file.js";

/** The font of every PNG: the package's own files, never the machine's, so that each machine draws the same pixels. */
const font = {
  family: "Arimo",
  files: ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"].map(
    (file) => `@expo-google-fonts/arimo/${file}`,
  ),
} as const;

/** Above this a PNG of a README-wide plot would have more than 10,000 pixels a side. */
const maximumScale = 10;

/**
 * Draws a plot as SVG text. The same specification gives the same bytes, in this process and in a fresh one.
 *
 * Nothing is loaded from the network or from disk. Whatever Vega or Vega-Lite warns of is a WorkError, since a plot that
 * lacks something it was asked to show is worse than none.
 */
export async function drawSvg(spec: VegaLiteSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const complaints = new Set<string>();
  const logger = collector(complaints);
  measureTextByLength((vega as unknown as VegaTextMetrics).textMetrics);
  // Vega writes its own marks into the rows it is given.
  const own = structuredClone(spec) as unknown as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(own, { logger }).spec), {
    renderer: "none",
    loader: closedLoader(complaints),
    logger,
  });
  try {
    await view.runAsync();
    vega.resetSVGDefIds();
    const svg = await view.toSVG();
    if (complaints.size > 0)
      throw new WorkError(`the plot cannot be drawn as requested: ${[...complaints].join("; ")}`);
    return svg;
  } finally {
    view.finalize();
  }
}

/** Compiles a plot for a page, so that the page needs Vega alone. What Vega-Lite warns of is a WorkError, as in {@link drawSvg}. */
export async function compiledPlot(spec: VegaLiteSpec): Promise<CompiledPlot> {
  const { compile } = await import("vega-lite");
  const complaints = new Set<string>();
  const compiled = (one: VegaLiteSpec) =>
    compile(structuredClone(one) as unknown as TopLevelSpec, { logger: collector(complaints) }).spec;
  const [light, dark] = [compiled(spec), compiled(inDark(spec))];
  if (complaints.size > 0)
    throw new WorkError(`the plot cannot be drawn as requested: ${[...complaints].join("; ")}`);
  const data: Record<string, unknown> = {};
  for (const source of [...(light.data ?? []), ...(dark.data ?? [])]) {
    if (!("values" in source)) continue;
    data[source.name] = source.values;
    Reflect.deleteProperty(source, "values");
  }
  return { description: spec.description, light, dark, data };
}

/**
 * Renders SVG text as PNG, on white, with the one font that comes with this package.
 * @param scale pixels of the picture per pixel of the SVG, above 0 and at most 10; the default suits dense screens
 */
export async function drawPng(
  svg: string,
  { scale = 2 }: { readonly scale?: number } = {},
): Promise<Uint8Array> {
  if (!(scale > 0 && scale <= maximumScale)) {
    throw new UsageError(
      `the scale of a PNG is ${scale}, but it must be above 0 and at most ${maximumScale}`,
    );
  }
  const { Resvg } = await importResvg();
  const { resolve } = createRequire(import.meta.url);
  const picture = new Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: font.files.map((file) => resolve(file)),
      defaultFontFamily: font.family,
      sansSerifFamily: font.family,
    },
  });
  return picture.render().asPng();
}

/**
 * Draws a plot into a file, whole or not at all: `.svg` or `.png` by the extension of `path`, in either case.
 * Any other extension is a UsageError, raised before anything is drawn.
 */
export async function writePlot(path: string, spec: VegaLiteSpec): Promise<void> {
  const draw = drawerOf(path);
  await writeFileAtomically(path, await draw(spec));
}

/** Refuses, as {@link writePlot} would, a path that no plot can be written to, before anything is computed for it. */
export function checkPlotPath(path: string): void {
  drawerOf(path);
}

function drawerOf(path: string): Drawer {
  const extension = extname(path).toLowerCase();
  const draw = formats[extension];
  if (draw !== undefined) return draw;
  const found = extension === "" ? "has no extension" : `ends in ${extension}`;
  throw new UsageError(`plots are written as .svg or .png, but this path ${found}. Use one of the two.`, {
    file: path,
  });
}

type Drawer = (spec: VegaLiteSpec) => Promise<string | Uint8Array>;

const formats: Readonly<Record<string, Drawer>> = {
  ".svg": drawSvg,
  ".png": async (spec) => drawPng(await drawSvg(spec)),
};

/** Exported by Vega, missing from its types. Replacing `width` is how other hosts of Vega, as vl-convert, measure text. */
interface VegaTextMetrics {
  readonly textMetrics: { width: (item: TextItem, text?: unknown) => number };
}

interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  /** The width that Vega cuts the text to. */
  readonly limit?: number;
}

/**
 * Where the package `canvas` is installed, Vega would measure text with the fonts of this machine. Without, it takes 0.8 of
 * the font size a character, far above Arimo's mean of about 0.45 in our titles and labels: plots would shrink to make room.
 */
function measureTextByLength(metrics: VegaTextMetrics["textMetrics"]): void {
  metrics.width = (item, text) => {
    const length = String(text ?? item.text ?? "").length;
    return Math.min(0.56 * length * (item.fontSize ?? 11), item.limit || Infinity);
  };
}

/** The renderer is a native module: a system without a build of it can still have SVG. */
async function importResvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new WorkError(`PNG cannot be drawn on this system (${reason}). Write the plot as .svg instead.`);
  }
}

/** A Vega loader that refuses every address: a specification carries its own data. */
function closedLoader(complaints: Set<string>): Loader {
  const refuse = async (address: string): Promise<never> => {
    const complaint = `a plot must not load anything from outside, but it requests ${address}`;
    complaints.add(complaint); // Vega leaves out a picture that it cannot load without a word
    throw new WorkError(complaint);
  };
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** A logger for Vega that keeps warnings and errors, and drops the rest. */
function collector(complaints: Set<string>): LoggerInterface {
  const keep = (...messages: readonly unknown[]) => {
    complaints.add(
      messages.map((message) => (message instanceof Error ? message.message : String(message))).join(" "),
    );
    return logger;
  };
  const drop = () => logger;
  const level = ((_?: number) => logger) as LoggerInterface["level"];
  const logger: LoggerInterface = { level, error: keep, warn: keep, info: drop, debug: drop };
  return logger;
}
