import { describe, expect, it } from "vitest";
import { workFolder } from "../../../cli/test/work-folder.js";
import { usesHugePages } from "../../src/host/huge-pages.js";

const work = workFolder();

describe("huge pages", () => {
  it.each([
    ["[always] madvise never", "", true],
    ["always [madvise] never", "", false],
    ["always [madvise] never", "glibc.malloc.check=0:glibc.malloc.hugetlb=1", true],
    ["always [madvise] never", "glibc.malloc.hugetlb=0", false],
    ["always madvise [never]", "glibc.malloc.hugetlb=1", undefined],
  ])("of a system set to %s with %j: %s", (setting, tunables, expected) => {
    work.write("enabled", setting);
    expect(usesHugePages(tunables, work.path("enabled"))).toBe(expected);
  });

  it("are not known where no file says so", () => {
    expect(usesHugePages("", work.path("missing"))).toBeUndefined();
  });
});
