import { it } from "vitest";
import { expectProofs } from "./shape.js";

it("shape is proven best by exhaustive, exact and milp in 1,000 random small spaces", () =>
  expectProofs(1000));
