/**
 * Whether an activation follows on what a matrix of an FFN puts out: the gate if there is one, else all but the last matrix.
 *
 * @param all the names of everything that is put out
 */
export function entersActivation(name: string, all: readonly { readonly name: string }[]): boolean {
  const role = /\.ffn\.(\w+)/.exec(name)?.[1];
  if (role === "gate" || role === "between") return true;
  return role === "up" && !all.some((other) => other.name === name.replace(".up", ".gate"));
}
