import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cost } from "../../../src/architecture/cost.js";
import { resolveHuggingFaceConfig } from "../../../src/hugging-face/hugging-face.js";
import type { Config } from "../../architecture/configs.js";
import { oracleConfigs } from "./configs.js";

/** What transformers counts for a config. */
interface Answer {
  readonly config: Config;
  readonly count?: number;
  readonly error?: string;
}

interface Golden {
  readonly transformers: string;
  readonly answers: readonly Answer[];
}

const path = join(import.meta.dirname, "golden.jsonl");

/** `ZEROLM_PYTHON=python npm run oracle` asks the transformers of that Python, and writes what it says. */
function askedAnew(python: string): Golden {
  const configs = oracleConfigs();
  const input = configs.map((config) => JSON.stringify(config)).join("\n");
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, "count.py")], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${python} could not count: ${stderr}`);
  const [version = "{}", ...lines] = stdout.trim().split("\n");
  const answers = lines.map((line, index) => JSON.stringify({ config: configs[index], ...JSON.parse(line) }));
  const text = [version, ...answers].join("\n");
  writeFileSync(path, `${text}\n`);
  return goldenOf(text);
}

/** The version on the first line, then an answer a line. */
function goldenOf(text: string): Golden {
  const [version = "{}", ...answers] = text.trim().split("\n");
  return { ...JSON.parse(version), answers: answers.map((line) => JSON.parse(line)) };
}

const python = process.env.ZEROLM_PYTHON;
const golden: Golden = python ? askedAnew(python) : goldenOf(readFileSync(path, "utf8"));
const counted = golden.answers.filter(({ count }) => count !== undefined);
const types = [...new Set(counted.map(({ config }) => String(config.model_type)))];

describe(`counts of transformers ${golden.transformers} (ZEROLM_PYTHON=python npm run oracle asks again)`, () => {
  it.each(types)("%s", (type) => {
    const ours = counted.flatMap(({ config, count }) => {
      if (config.model_type !== type) return [];
      const { value } = resolveHuggingFaceConfig(config);
      return [{ config, count: value && cost(value).parameters.total, theirs: count }];
    });
    for (const { count, theirs, config } of ours)
      expect({ config, count }).toEqual({ config, count: theirs });
  });

  it("are of nearly every family", () => {
    expect(types.length).toBeGreaterThanOrEqual(45);
  });
});
