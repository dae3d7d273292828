import { describe, expect, it } from "vitest";
import { searchMethods } from "../../src/search/methods.js";
import { searchContract } from "../../testing/search-contract.js";

describe.each(Object.entries(searchMethods))("search method %s", (name, method) => {
  it("has its name in the table", () => expect(method.name).toBe(name));
  searchContract(method);
});
