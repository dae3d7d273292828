import { InvalidArgumentError } from "@commander-js/extra-typings";

/** A share above 0 and at most 1, for an option. */
export function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share > 0 && share <= 1) return share;
  throw new InvalidArgumentError("Give a share above 0 and at most 1, such as 0.8.");
}

/** A share from 0 to 1, in per cent if it says so: `1%` and `0.01` are one. */
export function parsePercent(text: string): number {
  const [, digits = "", sign] = /^\s*([\d.]+)\s*(%?)\s*$/.exec(text) ?? [];
  const share = Number(digits) / (sign ? 100 : 1);
  if (digits !== "" && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError("Give a share from 0% to 100%, such as 1% or 0.01.");
}
