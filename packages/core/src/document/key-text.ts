/**
 * A path of keys as a person writes it.
 *
 * @example
 * keyText(["layers", 3, "mixer", "heads"]); // "layers[3].mixer.heads"
 */
export function keyText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
