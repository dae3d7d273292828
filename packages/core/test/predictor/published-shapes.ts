import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchmarkEntry } from "../../src/benchmark/benchmark.js";
import { readCsv } from "../../src/benchmark/csv.js";
import { architectureOf } from "../proxy/architectures.js";

/** Vision Transformers of a table of published shapes below `ZEROLM_DATA`; sizes that differ by layer are `a|b|…`. */
export function visionShapes(name: string): BenchmarkEntry[] {
  const file = join(process.env.ZEROLM_DATA as string, "published-shapes", `${name}.csv`);
  return readCsv(readFileSync(file, "utf8"), file).rows.map(({ cells, line }) => {
    const number = (column: string): number => Number(cells.get(column));
    const layer = (column: string, index: number): number => {
      const sizes = String(cells.get(column)).split("|").map(Number);
      return sizes[sizes.length === 1 ? 0 : index] as number;
    };
    const [image, size] = String(cells.get("patch")).split("/").map(Number) as [number, number];
    const hidden = number("hidden");
    const depth = number("depth");
    const architecture = architectureOf({
      hidden,
      embedding: { patches: { image, size }, positions: (image / size) ** 2 + 1, classToken: true },
      layers: Array.from({ length: depth }, (_, index) => ({
        mixer: {
          kind: "attention" as const,
          heads: layer("heads", index),
          headDim: layer("head_dim", index),
        },
        ffn: { kind: "plain" as const, width: layer("ffn_width", index) },
      })),
    });
    return { id: String(line), architecture, quality: number("quality"), macro: { depth, hidden } };
  });
}
