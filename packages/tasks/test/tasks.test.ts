import { UsageError } from "@zerolm/core";
import { findRuntime } from "@zerolm/engine";
import { outcomeJsonSchema, runTask, type Task, tasks } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { examples } from "./examples.js";

const hasRuntime = await findRuntime().then(
  () => true,
  () => false,
);
/** Networks are timed on a runtime that users time, and on no other. */
const lacks = (name: string): boolean => name.startsWith("measure") && !hasRuntime;

describe.each(Object.entries<Task>(tasks))("the task %s", (name, task) => {
  it("refuses a field that it does not know, and names it", async () => {
    const asked = runTask(task, { unheardOf: 1 });
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(/unheardOf/);
  });

  it("describes every field of its request", () => {
    for (const [key, field] of Object.entries<z.ZodType>(task.request.shape))
      expect(z.toJSONSchema(field, { io: "input", unrepresentable: "any" }).description, key).toBeTruthy();
  });

  // `npx vitest run packages/tasks -u` writes the files anew.
  it("publishes the JSON Schema of its outcome", async () => {
    const text = `${JSON.stringify(outcomeJsonSchema(task), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../schema/${name.replaceAll(" ", "-")}.schema.json`);
  });

  const skips = lacks(name) ? " (needs ONNX Runtime)" : "";
  it.skipIf(skips)(`gives an outcome that its schema takes, and that JSON holds${skips}`, async () => {
    const { request, host } = examples[name as keyof typeof examples];
    const outcome = await runTask(task, request, host);
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    const { schemaVersion, ...fields } = outcome;
    expect(schemaVersion).toBe(1);
    expect(task.outcome.parse(JSON.parse(JSON.stringify(fields)))).toEqual(fields);
  });
});
