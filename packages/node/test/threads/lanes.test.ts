import { setTimeout } from "node:timers/promises";
import { InterruptedError } from "@zerolm/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lanes } from "../../src/threads/lanes.js";

describe("lanes", () => {
  it("does all work, never more at once than there are lanes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (count, failing) => {
          const { run, close } = lanes(count);
          let [at, most] = [0, 0];
          const outcomes = await Promise.allSettled(
            failing.map((fails, index) =>
              run(async () => {
                most = Math.max(most, ++at);
                await setTimeout(0);
                at--;
                if (fails) throw new RangeError(String(index));
                return index;
              }),
            ),
          );
          await close();
          expect(most).toBeLessThanOrEqual(count);
          expect(outcomes.map(({ status }) => status === "rejected")).toEqual(failing);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("closes when what was begun has ended, and refuses what waits", async () => {
    const { run, close } = lanes(1);
    let ended = false;
    const begun = run(async () => {
      await setTimeout(20);
      ended = true;
    });
    const waiting = run(async () => expect.fail("must not begin"));
    await setTimeout(0);
    const refused = expect(waiting).rejects.toThrow(InterruptedError);
    await Promise.all([close(), refused]);
    expect(ended).toBe(true);
    await begun;
  });
});
