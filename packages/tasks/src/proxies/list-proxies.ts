import { optionFields, type Proxy, proxies } from "@zerolm/core";
import { z } from "zod";
import { fieldName } from "../files.js";
import { task } from "../task.js";

const numberSchema = z.object({
  whole: z.boolean(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  above: z.number().optional().describe("A minimum that is not included."),
  below: z.number().optional().describe("A maximum that is not included."),
});

const optionSchema = z.object({
  flag: z.string().describe("What the program that runs this calls the option."),
  key: z.string().describe("Its name."),
  summary: z.string(),
  unit: z.string().optional().describe("What a number is counted in."),
  number: numberSchema.optional().describe("The numbers that it takes. Missing if it takes none."),
  words: z.array(z.string()).readonly().describe("The words that it takes."),
  text: z.boolean().describe("Whether it takes any text."),
  toggle: z.boolean().describe("Whether it is true or false."),
  default: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe("What the proxy uses if the option is not given."),
});

const proxySchema = z.object({
  name: z.string(),
  summary: z.string(),
  source: z.string(),
  needs: z.string().describe("What it needs: shapes, weights, a network or a device."),
  usesAlpha: z.boolean(),
  options: z.array(optionSchema),
  tunedOn: z.string().optional().describe("The benchmarks that it was fitted to."),
});

/** The built-in proxies: what each measures, where it comes from, and its options. */
export const listProxies = task({
  name: "proxies",
  request: z.strictObject({}),
  outcome: z.object({ proxies: z.array(proxySchema) }),
  run: async (_request, host) => ({
    proxies: Object.values<Proxy>(proxies).map(({ name, summary, source, needs, options, tunedOn }) => ({
      ...{ name, summary, source, needs },
      usesAlpha: "alpha" in options.shape,
      options: optionFields(options).map((field) => ({ flag: fieldName(host, field.key), ...field })),
      ...(tunedOn === undefined ? {} : { tunedOn }),
    })),
  }),
});
