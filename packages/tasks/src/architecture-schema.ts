import type { ArchitectureInput } from "@zerolm/core";
import { z } from "zod";

/** An architecture in an outcome: a zerolm document, which `readArchitecture` takes. */
export const architectureSchema = z
  .custom<ArchitectureInput>((value) => typeof value === "object" && value !== null)
  .describe("A zerolm architecture document. Its schema is that of @zerolm/core.");
