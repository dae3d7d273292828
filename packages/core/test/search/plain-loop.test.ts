import { describe } from "vitest";
import { plainLoopTests } from "./plain-loop-tests.js";

describe("1,000 architectures of flexibert score, to the bit, what a plain loop over their matrices gives", () =>
  plainLoopTests(1_000));
