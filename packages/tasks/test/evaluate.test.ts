import { InterruptedError, UsageError } from "@zerolm/core";
import { evaluationsOf, run, type TaskHost } from "@zerolm/tasks";
import type { JobOutput } from "@zerolm/tasks/jobs";
import { describe, expect, it } from "vitest";
import { abortedAfter } from "../../core/testing/aborted-after.js";
import { fakeHost } from "./fake-host.js";

/** Twenty networks that get better with width, and two scores of others: one rises, one falls. */
const table = [
  "id,hidden,depth,heads,ffnWidth,vocabulary,quality,rises,falls",
  ...Array.from({ length: 20 }, (_, index) => {
    const quality = index + ((index * 7) % 5);
    return `n${index},64,2,4,${100 + 7 * index},1000,${quality},${quality},${-quality}`;
  }),
].join("\n");

const files = (): Map<string, string> => new Map([["own.csv", table]]);
const request = { benchmarks: ["table=own.csv"], proxy: "nsc,parameters", resamples: 50 };

const rowsOf = async (more: object, host: TaskHost = fakeHost(files())) => {
  const [only, ...others] = evaluationsOf(await run("evaluate", { ...request, ...more }, host));
  expect(others).toEqual([]);
  return only ?? expect.unreachable();
};

describe("evaluate", () => {
  it("judges a table that a host holds, the same every time", async () => {
    const [one, other] = [await rowsOf({}), await rowsOf({})];
    expect(one.results.map(({ proxy, kind }) => [proxy, kind])).toEqual([
      ["nsc", "proxy"],
      ["parameters", "proxy"],
      ["rises", "published"],
      ["falls", "published"],
    ]);
    const timeless = (text: unknown) => JSON.stringify(text, (key, value) => (key === "seconds" ? 0 : value));
    expect(timeless(one)).toBe(timeless(other));
  });

  it("notices what ranks the wrong way round, and turns it if asked", async () => {
    const { results } = await rowsOf({});
    expect(results.map(({ reversed }) => reversed)).toEqual([false, false, false, true]);
    const flipped = await rowsOf({ flip: ["falls", "nsc"] });
    expect(flipped.results.map(({ proxy }) => proxy)).toEqual(["−nsc", "parameters", "rises", "−falls"]);
    expect(flipped.results[3]?.kendall).toBe(results[2]?.kendall);
    expect(flipped.results[0]?.kendall).toBe(-(results[0]?.kendall as number));
    await expect(rowsOf({ flip: ["fals"] })).rejects.toThrow("Did you mean falls?");
  });

  it("judges a sum of proxies, and the networks that meet a condition", async () => {
    const { results, architectures } = await rowsOf({ proxy: "shape+parameters", where: "parameters > 0" });
    expect(results.map(({ proxy }) => proxy)).toEqual(["shape+parameters", "rises", "falls"]);
    const some = await rowsOf({ proxy: "shape", where: "quality >= 5" });
    expect(some.architectures).toBeLessThan(architectures);
    expect(some.results[1]?.proxy).toBe("rises");
    await expect(rowsOf({ where: "quality > 1000" })).rejects.toThrow(
      "where quality > 1000 has 0 architectures",
    );
    await expect(rowsOf({ proxy: "shape+shape" })).rejects.toThrow("names shape twice");
  });

  it("looks at the top that is asked for", async () => {
    const { top, results } = await rowsOf({ top: 3, proxy: "parameters" });
    expect(top).toBe(3);
    expect(results[1]).toMatchObject({ proxy: "rises", topKRegret: 0, precision: 1 });
    expect((await rowsOf({ top: 1, proxy: "parameters" })).results[0]?.precision).toBe(1);
  });

  it("lists networks with the scores of every row if asked", async () => {
    expect((await rowsOf({})).networks).toBeUndefined();
    const { networks = [], results } = await rowsOf({ networks: true });
    expect(networks).toHaveLength(20);
    expect(Object.keys(networks[0]?.scores ?? {})).toEqual(["nsc", "parameters", "rises †", "falls †"]);
    expect(networks[3]?.scores["rises †"]).toBe(networks[3]?.quality);
    expect(results[0]?.qualitySpread).toBe(22);
  });

  it("judges on threads what it judges on this one, and closes them", async () => {
    const two = { ...request, benchmarks: ["table=own.csv", "gemstones"] };
    const here = await run("evaluate", two, fakeHost(files()));
    const { jobResult, outputOf } = await import("@zerolm/tasks/jobs");
    let closed = 0;
    const host = fakeHost(files(), {
      workers: async () => ({
        count: 2,
        // The compiler does not unwrap a promise of a type that depends on the name.
        run: (name, input) =>
          jobResult(name, structuredClone(input), {}).then((result) =>
            outputOf(structuredClone(result)),
          ) as Promise<JobOutput<typeof name>>,
        close: async () => void closed++,
      }),
    });
    const there = await run("evaluate", two, host);
    const timeless = (text: unknown) => JSON.stringify(text, (key, value) => (key === "seconds" ? 0 : value));
    expect(timeless(there)).toBe(timeless(here));
    expect(closed).toBe(1);
  });

  it("ends with the rows that are finished once it is stopped, and says so", async () => {
    let outcome: Awaited<ReturnType<typeof rowsOf>> | undefined;
    for (let looks = 0; looks < 200 && !outcome; looks++) {
      const host = fakeHost(files(), { signal: abortedAfter(looks) });
      outcome = await rowsOf({}, host).catch((error: unknown) => {
        expect(error).toBeInstanceOf(InterruptedError);
        return undefined;
      });
    }
    expect(outcome).toMatchObject({ interrupted: true, baselines: [], differences: [] });
    expect(outcome?.results[0]?.proxy).toBe("nsc");
    expect(outcome?.unjudged?.join()).toContain("parameters");
  });

  it("has nothing if it is stopped at once", async () => {
    const stopped = run("evaluate", request, fakeHost(files(), { signal: { aborted: true } }));
    await expect(stopped).rejects.toThrow(InterruptedError);
  });

  it("refuses a predictor, and an option that changes nothing", async () => {
    await expect(rowsOf({ options: { alpha: 0.5 } })).rejects.toThrow(UsageError);
    await expect(rowsOf({ options: { alpha: 0.5 } })).rejects.toThrow(
      "alpha belongs to zerolm, not to nsc and ",
    );
  });
});
