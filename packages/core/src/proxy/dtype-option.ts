import { z } from "zod";
import { dtypes } from "../architecture/cost.js";

/** The option of proxies that count bytes. */
export const dtypeOption = z
  .enum(dtypes)
  .default("float32")
  .describe("data type of weights, keys and values");
