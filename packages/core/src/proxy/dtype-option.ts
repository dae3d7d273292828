import { z } from "zod";
import { dtypes } from "../architecture/cost.js";

/** The option of proxies that count bytes. */
export const dtypeOption = z
  .enum(dtypes)
  .default("float32")
  .describe("how a weight, a key and a value are stored");
