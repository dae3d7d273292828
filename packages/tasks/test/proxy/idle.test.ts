import { proxies, UsageError } from "@zerolm/core";
import { refuseIdle } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";

const { zerolm, nsc, flops, parameters, kvBytes } = proxies;

describe("refuseIdle", () => {
  it("lets pass what any of the proxies has, what the task uses, and what was not given", () => {
    refuseIdle({ alpha: 0.5, std: undefined }, [nsc, zerolm], {});
    refuseIdle({ std: 0.02, nscAttention: "whole" }, [nsc], {});
    refuseIdle({ sequence: 128 }, [nsc], {}, ["sequence"]);
    refuseIdle({}, [flops], {});
  });

  it("refuses what changes nothing, and says which proxies it is for", () => {
    expect(() => refuseIdle({ alpha: 0 }, [nsc], {})).toThrow(UsageError);
    expect(() => refuseIdle({ nscAttention: "whole" }, [flops, parameters], {})).toThrow(
      "nscAttention belongs to nsc, not to flops and parameters. Add proxy nsc.",
    );
    expect(() => refuseIdle({ initialiser: "xavier" }, [kvBytes], {})).toThrow(
      "initialiser belongs to zerolm, nsc and absoluteWeight, not to kvBytes. Add proxy zerolm.",
    );
  });

  it("agrees with every proxy on what it has", () => {
    for (const proxy of Object.values(proxies))
      for (const key of ["alpha", "std", "dtype", "sequence", "initialiser", "repeats"]) {
        const given = (): void => refuseIdle({ [key]: 1 }, [proxy], {});
        if (Object.hasOwn(proxy.options.shape, key)) expect(given).not.toThrow();
        else expect(given).toThrow(UsageError);
      }
  });
});
