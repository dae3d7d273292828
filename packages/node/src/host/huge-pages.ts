import { readFileSync } from "node:fs";

/**
 * Whether large blocks of memory lie in huge pages.
 *
 * @returns nothing on a system that does not say so, or has none
 */
export function usesHugePages(
  tunables = process.env.GLIBC_TUNABLES ?? "",
  file = "/sys/kernel/mm/transparent_hugepage/enabled",
): boolean | undefined {
  const setting = /\[(\w+)\]/.exec(textOf(file))?.[1];
  if (setting === "always") return true;
  return setting === "madvise" ? /\bglibc\.malloc\.hugetlb=[12]/.test(tunables) : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
