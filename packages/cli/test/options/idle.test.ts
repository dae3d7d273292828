import { proxies, UsageError } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { refuseIdle } from "../../src/options/idle.js";

describe("refuseIdle", () => {
  it("lets pass what any of the proxies heeds, and what was not given", () => {
    refuseIdle({ "--alpha": 0.5, "--std": undefined }, ["nsc", "zerolm"]);
    refuseIdle({ "--std": 0.02, "--nsc-attention": "whole" }, ["nsc"]);
    refuseIdle({}, ["flops"]);
  });

  it("refuses what changes nothing, and says which proxies it is for", () => {
    expect(() => refuseIdle({ "--alpha": 0 }, ["nsc"])).toThrow(UsageError);
    expect(() => refuseIdle({ "--initialiser": "xavier" }, ["flops", "parameters"])).toThrow(
      "--initialiser changes nothing with --proxy flops,parameters; it is for zerolm and nsc",
    );
  });

  it("agrees with the proxies on who has an alpha", () => {
    for (const { name, heeds } of Object.values(proxies)) {
      const given = (): void => refuseIdle({ "--alpha": 0.5 }, [name]);
      if (heeds.includes("alpha")) expect(given).not.toThrow();
      else expect(given).toThrow(UsageError);
    }
  });
});
