import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkError } from "@zerolm/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFailure, writeFileAtomically } from "../../src/files/write-file.js";

const onWindows = process.platform === "win32";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zerolm-write-"));
  path = join(folder, "best.yaml");
});

afterEach(() => rm(folder, { recursive: true }));

async function failure(target: string): Promise<string> {
  const error: unknown = await writeFileAtomically(target, "new").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkError);
  expect(error).toHaveProperty("place.file", target);
  return (error as WorkError).message;
}

describe("writeFileAtomically", () => {
  it("writes text as UTF-8, and bytes as they are", async () => {
    await writeFileAtomically(path, "α ≤ 1\n");
    expect(await readFile(path, "utf8")).toBe("α ≤ 1\n");
    await writeFileAtomically(path, Uint8Array.of(0, 255));
    expect(await readFile(path)).toEqual(Buffer.from([0, 255]));
    expect(await readdir(folder)).toEqual(["best.yaml"]);
  });

  it("lets writers at the same time each write a whole file", async () => {
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
    expect(texts).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["best.yaml"]);
  });

  it("writes a name of the greatest length", async () => {
    const long = join(folder, "x".repeat(255));
    await writeFileAtomically(long, "new");
    expect(await readFile(long, "utf8")).toBe("new");
  });

  it("leaves a hard link to the old content", async () => {
    await writeFile(path, "old");
    await link(path, join(folder, "copy"));
    await writeFileAtomically(path, "new");
    expect(await readFile(join(folder, "copy"), "utf8")).toBe("old");
  });
});

describe("what others left behind", () => {
  const written = async (name: string): Promise<string[]> => {
    await writeFile(join(folder, name), "half");
    await writeFileAtomically(path, "new");
    return (await readdir(folder)).sort();
  };
  const [machine, own] = [/^\.zerolm-([0-9a-f]{8})-(\d+)-/, "00000000-0000-4000-8000-000000000000"];

  /** The beginning of a name that this process would take. */
  async function nameOfMachine(): Promise<string> {
    let seen = "";
    await writeFileAtomically(
      path,
      (async function* () {
        seen = (await readdir(folder)).find((name) => machine.test(name)) ?? "";
        yield Uint8Array.of(1);
      })(),
    );
    expect(machine.exec(seen)?.[2]).toBe(String(process.pid));
    return machine.exec(seen)![1]!;
  }

  it("is removed where its process has ended", async () => {
    const ended = spawnSync(process.execPath, ["-e", "0"]).pid;
    const name = `.zerolm-${await nameOfMachine()}-${ended}-${own}.tmp`;
    expect(await written(name)).toEqual(["best.yaml"]);
  });

  it("is left where its process runs, it is another machine's, or is no file of ours", async () => {
    const here = await nameOfMachine();
    const names = [
      `.zerolm-${here}-${process.ppid}-${own}.tmp`,
      `.zerolm-00000000-${spawnSync(process.execPath, ["-e", "0"]).pid}-${own}.tmp`,
      `.zerolm-${own}.tmp`,
      ".zerolm-notes.tmp",
    ];
    for (const name of names) expect(await written(name)).toContain(name);
    expect(await readdir(folder)).toHaveLength(names.length + 1);
  });
});

describe.skipIf(onWindows)("writeFileAtomically (needs POSIX permissions, links and devices)", () => {
  it("keeps the permissions of a file, and gives a new one those of the process", async () => {
    await writeFileAtomically(path, "new");
    expect((await stat(path)).mode & 0o777).toBe(0o666 & ~process.umask());
    await chmod(path, 0o640);
    await writeFileAtomically(path, "newer");
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  it.skipIf(process.getuid?.() !== 0)("keeps the owner of a file (needs the superuser)", async () => {
    await writeFile(path, "old");
    await chown(path, 12_345, 12_346);
    await writeFileAtomically(path, "new");
    expect(await stat(path)).toMatchObject({ uid: 12_345, gid: 12_346 });
  });

  it.each(["there", "not there yet"])("writes to where a chain of links leads, a file %s", async (state) => {
    await mkdir(join(folder, "far"));
    const target = join(folder, "far", "target.yaml");
    if (state === "there") await writeFile(target, "old");
    await symlink(join("far", "target.yaml"), join(folder, "second"));
    await symlink("second", path);
    await writeFileAtomically(path, "new");
    expect(await readFile(target, "utf8")).toBe("new");
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await readdir(join(folder, "far"))).toEqual(["target.yaml"]);
  });

  it("refuses links in a circle", async () => {
    await symlink("best.yaml", path);
    expect(await failure(path)).toContain("form a loop");
    expect(await readdir(folder)).toEqual(["best.yaml"]);
  });

  it("writes to a device and leaves it one", async () => {
    await writeFileAtomically("/dev/null", "new");
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });
});

describe("a path that cannot be written", () => {
  it("is reported with cause and advice, and nothing is left", async () => {
    await writeFile(path, "old");
    expect(await failure(join(folder, "no", "best.yaml"))).toBe(
      `not written (ENOENT): the folder ${join(folder, "no")} does not exist. Create it or choose another path.`,
    );
    expect(await failure(join(path, "best.yaml"))).toContain(`${path} is not a folder. Choose another path.`);
    expect(await failure(join(folder, "x".repeat(300)))).toContain("the name is too long");
    for (const target of ["", `${folder}/`, `${path}/`])
      expect(await failure(target)).toContain("has no file name");
    expect(await readdir(folder)).toEqual(["best.yaml"]);
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("is reported when it is a folder", async () => {
    await mkdir(path);
    expect(await failure(path)).toBe("not written (EISDIR): there is a folder at this path. Name a file.");
    expect(await readdir(folder)).toEqual(["best.yaml"]);
  });

  it.skipIf(!existsSync("/dev/full"))("is reported when the disk is full (needs /dev/full)", async () => {
    expect(await failure("/dev/full")).toContain("no space is left on the disk");
  });

  it.skipIf(!existsSync("/proc/self"))(
    "is reported in a folder that takes no files (needs /proc)",
    async () => {
      expect(await failure("/proc/zerolm.yaml")).toMatch(/^not written \((ENOENT|EACCES|EPERM)\): /);
    },
  );

  it.skipIf(onWindows || process.getuid?.() === 0)(
    "is refused when write-protected (not for the superuser)",
    async () => {
      await writeFile(path, "old", { mode: 0o444 });
      expect(await failure(path)).toContain("do not have permission to write");
      expect(await readFile(path, "utf8")).toBe("old");
    },
  );
});

describe("writeFailure", () => {
  it.each([
    ["EACCES", "you do not have permission to write the file or its folder"],
    ["EPERM", "you do not have permission to write the file or its folder"],
    ["EROFS", "the file system of out is read-only"],
    ["ENOSPC", "no space is left on the disk"],
    ["EDQUOT", "the disk quota is used up"],
    ["EBUSY", "another program is using it"],
    ["EIO", "i/o error. Choose another path."],
  ])("explains %s", (code, words) => {
    const error = writeFailure("out/best.yaml", Object.assign(new Error("i/o error"), { code }));
    expect(error).toBeInstanceOf(WorkError);
    expect((error as WorkError).describe()).toContain(`out/best.yaml: not written (${code}): ${words}`);
  });

  it("hands a defect back", () => {
    const defect = new TypeError("x is not a function");
    expect(writeFailure("best.yaml", defect)).toBe(defect);
  });
});
