import { type SearchMethod, WorkError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { Hurry, OutOfTime } from "../src/search/advice/hurried.js";

const request = {} as Parameters<SearchMethod["search"]>[0];
const result = { method: "slow", optimal: true, best: [], pareto: [] };
const methodOf = (search: SearchMethod["search"]): SearchMethod => ({
  name: "slow",
  summary: "",
  takes: [],
  refuses: () => undefined,
  search,
});

describe("a method in a hurry", () => {
  it("gives what was proven in time", async () => {
    const method = new Hurry(60).method(methodOf(async () => result));
    expect(await method.search(request)).toBe(result);
  });

  it("gives up what is not proven", async () => {
    const method = new Hurry(60).method(methodOf(async () => ({ ...result, optimal: false })));
    await expect(method.search(request)).rejects.toThrow(OutOfTime);
  });

  it("does not take a search that was stopped for one that found nothing", async () => {
    const stop = { aborted: false };
    const hurry = new Hurry(60, stop);
    const method = hurry.method(
      methodOf(async ({ signal }) => {
        stop.aborted = true;
        throw new WorkError(signal?.aborted ? "found nothing in the time given" : "found nothing");
      }),
    );
    expect(await hurry.inTime(() => method.search(request))).toBeUndefined();
    await expect(hurry.method(methodOf(async () => result)).search(request)).rejects.toThrow(OutOfTime);
  });
});
