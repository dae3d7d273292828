import { InvalidArgumentError } from "commander";

/** A share above 0 and at most 1, for an option. */
export function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share > 0 && share <= 1) return share;
  throw new InvalidArgumentError("Give a share above 0 and at most 1, such as 0.8.");
}
