import { describe, expect, it } from "vitest";
import { matrices } from "../../src/architecture/matrices.js";
import { nasBenchBert } from "../../src/benchmark/nas-bench-bert.js";
import { InputError } from "../../src/errors.js";
import { fixtures } from "./fixtures.js";

const { text } = fixtures["nas-bench-bert"];

/** The shapes of each layer of a row, as `rows×cols`, attention before the bar. */
function shapesOf(row: number, reading: string): string[] {
  const architecture = nasBenchBert.read(text, { reading }).entries[row]?.architecture;
  if (!architecture) throw new Error(`no row ${row}`);
  const all = matrices(architecture);
  return architecture.layers.map((_, index) => {
    const shape = (part: string): string =>
      all
        .filter(({ layer, subModule }) => layer === index && subModule === part)
        .map(({ rows, cols }) => `${rows}×${cols}`)
        .join(" ");
    return `${shape("attention")} | ${shape("ffn")}`;
  });
}

describe("rows", () => {
  it("give id, quality and macro choices of the network that was trained", () => {
    for (const reading of Object.keys(nasBenchBert.readings)) {
      const { entries, quality } = nasBenchBert.read(text, { reading });
      expect(quality).toBe("GLUE score");
      expect(entries.map(({ id }) => id)).toEqual(["0", "1", "2", "3", "4"]);
      expect(entries.map((entry) => entry.quality)).toEqual([61.5, 68.25, 66, 74.5, 72.125]);
      expect(entries.map(({ macro }) => [macro.depth, macro.hidden])).toEqual([
        [2, 128],
        [2, 256],
        [4, 128],
        [4, 256],
        [4, 256],
      ]);
    }
  });
});

/** `count` equal shapes. */
const times = (count: number, shape: string): string => new Array<string>(count).fill(shape).join(" ");

// Row 1: hidden 256; weighted attention, 4 heads, FFN 1024 in 3 stacks; convolution of 5, 4 heads, FFN 512 in 1.
// Row 0: hidden 128; attention, 2 heads, FFN 512 in 1; Fourier, FFN 1024 in 3.
describe("the reading `labelled`", () => {
  it("is what the row says", () => {
    expect(shapesOf(0, "labelled")).toEqual([
      `${times(4, "128×128")} | 512×128 128×512`,
      "128×128 | 1024×128 1024×1024 1024×1024 128×1024",
    ]);
    expect(shapesOf(1, "labelled")).toEqual([
      `${times(5, "256×256")} | 1024×256 1024×1024 1024×1024 256×1024`,
      `${times(4, "128×256")} 256×5 128×256 10×128 256×256 | 512×256 256×512`,
    ]);
  });
});

describe("the reading `published`", () => {
  it("has hidden 256 and FFN width 1024 everywhere", () => {
    expect(shapesOf(0, "published")).toEqual([
      `${times(4, "256×256")} | 1024×256 256×1024`,
      "256×256 | 1024×256 1024×1024 1024×1024 256×1024",
    ]);
    expect(shapesOf(1, "published")).toEqual([
      `${times(5, "256×256")} | 1024×256 1024×1024 1024×1024 256×1024`,
      `${times(4, "128×256")} 256×5 128×256 10×128 256×256 | 1024×256 256×1024`,
    ]);
  });
});

describe("the reading `trained`", () => {
  it("has plain attention everywhere, and an FFN that begins with 4·hidden", () => {
    expect(shapesOf(0, "trained")).toEqual([
      `${times(4, "128×128")} | 512×128 128×512`,
      `${times(4, "128×128")} | 512×128 1024×512 1024×1024 128×1024`,
    ]);
    expect(shapesOf(1, "trained")).toEqual([
      `${times(4, "256×256")} | 1024×256 1024×1024 1024×1024 256×1024`,
      `${times(4, "256×256")} | 1024×256 256×1024`,
    ]);
  });
});

interface Fault {
  readonly title: string;
  /** Text of the fixture and what stands there instead. */
  readonly change: readonly [string, string];
  readonly reading?: string;
  readonly key: string;
  readonly message: RegExp;
}

const layer = (row: number, index: number): string =>
  `[${row}].hparams.model_hparam_overrides.nas_config.encoder_layers[${index}]`;

const faults: readonly Fault[] = [
  {
    title: "an operation that does not exist",
    change: ['"operation_type": "LT"', '"operation_type": "XX"'],
    key: `${layer(0, 1)}.operation_type`,
    message: /must be one of SA, LT, DSC, not "XX"/,
  },
  {
    title: "attention of an unknown kind",
    change: ['"operation_parameter": "SDP"', '"operation_parameter": "DFT"'],
    key: `${layer(0, 0)}.operation_parameter`,
    message: /must be one of SDP, WMA for SA, not "DFT"/,
  },
  {
    title: "a kernel that is no number",
    change: ['"operation_parameter": 5', '"operation_parameter": "five"'],
    key: `${layer(1, 1)}.operation_parameter`,
    message: /must be one of 5, 9 for DSC, not "five"/,
  },
  {
    title: "heads that do not divide hidden",
    change: ['"num_operation_heads": 2', '"num_operation_heads": 3'],
    key: layer(0, 0),
    message: /3 heads do not divide hidden 128/,
  },
  {
    title: "an odd number of heads to split",
    change: [
      '"operation_parameter": 5,\n"num_operation_heads": 4',
      '"operation_parameter": 5,\n"num_operation_heads": 1',
    ],
    reading: "labelled",
    key: layer(1, 1),
    message: /1 heads are not a multiple of headRatio 2/,
  },
  {
    title: "a hidden size that is a text",
    change: ['"hidden_size": 128', '"hidden_size": "128"'],
    key: "[0].hparams.model_hparam_overrides.hidden_size",
    message: /must be a number, not "128"/,
  },
  {
    title: "a score that is a text",
    change: ['"glue": 61.5', '"glue": "61,5"'],
    key: "[0].scores.glue",
    message: /must be a number, not "61,5"/,
  },
  {
    title: "no stacks",
    change: ['"num_feed_forward": 1', '"num_feed_forward": 0'],
    key: `${layer(0, 0)}.num_feed_forward`,
    message: /must be at least 1, not 0/,
  },
];

/** The fixture without indentation, each key on a line of its own whatever the formatter likes. */
const plain = JSON.stringify(JSON.parse(text), null, 1).replaceAll(/^ +/gm, "");

describe.each(faults)("$title", ({ change: [from, to], reading, key, message }) => {
  it("is an error at its line and key", () => {
    const changed = plain.replace(from, to);
    expect(changed).not.toBe(plain);
    const error = failure(changed, reading);
    expect(error.message).toMatch(message);
    expect(error.place).toMatchObject({ file: "b.json", key });
    const at = plain.slice(0, plain.indexOf(from) + from.length).split("\n").length;
    // A fault of a whole layer is reported where the layer begins, a missing key where its map does.
    expect(error.place?.line).toBeGreaterThan(at - 6);
    expect(error.place?.line).toBeLessThanOrEqual(at);
  });
});

describe("a file cut in half", () => {
  it("is an error that says so, at its last line", () => {
    const half = plain.slice(0, plain.length / 2);
    const error = failure(half);
    expect(error.message).toMatch(/cut off/);
    expect(error.place).toMatchObject({ file: "b.json", line: half.split("\n").length });
  });
});

function failure(changed: string, reading?: string): InputError {
  try {
    nasBenchBert.read(changed, { file: "b.json", reading });
  } catch (cause) {
    if (cause instanceof InputError) return cause;
    throw cause;
  }
  throw new Error("nothing was thrown");
}
