import { z } from "zod";
import { checkValue, type Problem, shown } from "../document/check.js";
import { readDocument } from "../document/document.js";
import { InputError } from "../errors.js";
import { proxies } from "../proxy/proxies.js";
import type { ShapeProxy } from "../proxy/proxy.js";
import { isShapeProxy } from "../proxy/shape-proxy.js";
import { type Fit, fitOf, lambdas, type View } from "./fit.js";
import { type Predictor, predictorOf } from "./predictor.js";
import { featureNames } from "./regression/feature-names.js";
import { components } from "./regression/kernel.js";
import { featureScales, type LabelledRow, maximumLabels } from "./regression/model.js";

/** Changes with the features, the kernel, or what is thought of either: files of another version mean something else. */
export const predictorVersion = 2;

/*
 * Limits of what is read. Features are logarithms to base 2 and priors arsinh of scores, so that 10⁴ is beyond any of them;
 * hyperparameters outside of these limits overflow, or make a covariance that cannot be inverted.
 */
const number = z.number().min(-1e4).max(1e4);
const positive = z.number().min(1e-9).max(1e9);
const named = <Name extends string, Value extends z.ZodType>(names: readonly Name[], value: Value) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>);

const componentSchemas = Object.fromEntries(
  Object.entries(components).map(([name, { features }]) => [
    name,
    z.strictObject({ amplitude: positive, lengths: named(features, positive) }),
  ]),
);

const viewSchema = z.strictObject({
  scale: z.enum(featureScales),
  lambda: z.literal(lambdas),
  noise: positive,
  kernel: z.strictObject(componentSchemas),
});

const fileSchema = z.strictObject({
  kind: z.literal("zerolm-predictor"),
  version: z.literal(predictorVersion),
  prior: z.string(),
  quality: z.string().max(200),
  /** The best first; the others make intervals wider. */
  views: z
    .array(viewSchema)
    .min(1)
    .max(featureScales.length * lambdas.length),
  labels: z
    .array(
      z.strictObject({
        name: z.string().max(1000),
        quality: z.number().min(-1e99).max(1e99),
        prior: number,
        features: named(featureNames, number),
      }),
    )
    .min(2)
    .max(maximumLabels),
});

type ViewDocument = z.output<typeof viewSchema>;

interface ComponentDocument {
  readonly amplitude: number;
  readonly lengths: Readonly<Record<string, number>>;
}

/**
 * A predictor as JSON: its labels as the features that it read of them, the hyperparameters of each view, and no architecture.
 *
 * @example
 * await writeFile("predictor.json", writePredictor(predictor));
 */
export function writePredictor({ prior, quality, labels, fit }: Predictor): string {
  const document = {
    kind: "zerolm-predictor",
    version: predictorVersion,
    prior: prior.name,
    quality: quality.slice(0, 200),
    views: fit.views.map(({ scale, lambda, theta }) => ({ scale, lambda, ...hyperparameterDocument(theta) })),
    labels: labels.map((label) => ({
      name: label.name.slice(0, 1000),
      quality: label.quality,
      prior: label.prior,
      features: Object.fromEntries(featureNames.map((name, index) => [name, label.features[index]])),
    })),
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

function hyperparameterDocument(theta: Float64Array) {
  const [noise, ...rest] = Array.from(theta, Math.exp);
  const kernel = Object.entries(components).map(([name, { features }]) => {
    const [amplitude, ...lengths] = rest.splice(0, 1 + features.length);
    const named = Object.fromEntries(features.map((feature, index) => [feature, lengths[index]]));
    return [name, { amplitude, lengths: named }] as const;
  });
  return { noise, kernel: Object.fromEntries(kernel) };
}

/**
 * Reads what `writePredictor` wrote.
 *
 * @param file its name, for messages
 * @param own proxies that the prior may be besides the built-in ones
 * @throws {InputError} with file, line and key where the text is something else, of another version, or out of bounds
 * @example
 * const { scorer } = readPredictor(await readFile("predictor.json", "utf8"), "predictor.json");
 */
export function readPredictor(text: string, file?: string, own: readonly ShapeProxy[] = []): Predictor {
  const document = readDocument(text, file);
  const foreign = foreignProblem(document.value);
  if (foreign) throw document.error([foreign]);
  const checked = checkValue(fileSchema, document.value);
  if (checked.problems) throw document.error(checked.problems);
  const { prior: name, quality } = checked.value;
  const priors = [...Object.values(proxies).filter(isShapeProxy), ...own];
  const prior = priors.find((proxy) => proxy.name === name);
  if (!prior) throw document.error([{ path: ["prior"], message: unknownPrior(name, priors) }]);
  const labels = checked.value.labels.map((label) => ({
    ...label,
    features: Float64Array.from(featureNames, (name) => label.features[name]),
  }));
  return predictorOf({ prior, quality, labels, fit: fitIn(checked.value.views, labels, file) });
}

/** Whether a text says that it is a predictor: what tells `--proxy FILE` and `--labelled FILE` apart from other files. */
export const isPredictorText = (text: string): boolean =>
  /"kind"\s*:\s*"zerolm-predictor"/.test(text.slice(0, 200));

/** One clear message where the file is none of ours, or of another version, instead of one for every key. */
function foreignProblem(value: unknown): Problem | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "zerolm-predictor")
    return { path: [], message: "is not a predictor. Write one with zerolm calibrate --predictor --out." };
  const version = "version" in value ? value.version : undefined;
  if (version === predictorVersion) return undefined;
  return {
    path: ["version"],
    message: `is ${JSON.stringify(version)}, but this zerolm reads version ${predictorVersion}. Write the file again with zerolm calibrate --predictor --out.`,
  };
}

const unknownPrior = (name: string, priors: readonly ShapeProxy[]): string =>
  `must be one of ${priors.map((proxy) => proxy.name).join(", ")}, not ${shown(name)}`;

function fitIn(
  views: readonly ViewDocument[],
  labels: readonly LabelledRow[],
  file: string | undefined,
): Fit {
  const [first, ...others] = views.map(viewOf);
  const fit = first && fitOf(labels, [first, ...others]);
  if (fit) return fit;
  throw new InputError(
    "its hyperparameters do not match its labels. Write the file again with zerolm calibrate --predictor --out.",
    { file, key: "views" },
  );
}

function viewOf({ scale, lambda, noise, kernel }: ViewDocument): View {
  const documents = kernel as Readonly<Record<string, ComponentDocument>>;
  const values = Object.entries(components).flatMap(([name, { features }]) => {
    const { amplitude, lengths } = documents[name] as ComponentDocument;
    return [amplitude, ...features.map((feature) => lengths[feature] as number)];
  });
  return { scale, lambda, theta: Float64Array.from([noise, ...values], Math.log) };
}
