import { describe } from "vitest";
import { plainLoopTests } from "./plain-loop-tests.js";

describe("10,000 architectures of flexibert score, to the bit, what a plain loop over their matrices gives", () =>
  plainLoopTests(10_000));
