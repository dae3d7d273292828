import { sortedText } from "../document/sorted-text.js";
import type { Architecture } from "./architecture.js";

/**
 * An architecture in canonical form, its name left out: equal texts for equal architectures, however they were written.
 *
 * @example
 * contentOf(readArchitecture(yaml)) === contentOf(readArchitecture(json)); // true for one architecture
 */
export function contentOf({ name: _, ...content }: Architecture): string {
  return sortedText(content);
}
