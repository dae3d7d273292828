import { type BudgetName, type BudgetWords, budgetWords } from "@zerolm/tasks/words";
import type { Command } from "commander";
import { parseBytes, parseCount } from "./count.js";
import { fieldFlag } from "./field-flag.js";

const names = Object.keys(budgetWords) as BudgetName[];

/** Adds the options of budgets; `--sequence` and `--dtype` come with those of proxies. */
export function withBudgets(command: Command): Command {
  command.optionsGroup("Budgets:");
  for (const name of names) {
    const { words, example, unit }: BudgetWords = budgetWords[name];
    const [value, parse] =
      unit === "bytes" ? (["size", parseBytes] as const) : (["count", parseCount] as const);
    const [most, least] = flagsOf(name);
    command.option(`${most} <${value}>`, `maximum ${words}, for example ${example}`, parse);
    command.option(`${least} <${value}>`, `minimum ${words}`, parse);
  }
  return command;
}

const flagsOf = (name: BudgetName): [string, string] => [
  fieldFlag(`budgets.${name}.maximum`),
  fieldFlag(`budgets.${name}.minimum`),
];

/** What commander calls the value of a flag: `maxParams` of `--max-params`. */
const attributeOf = (flag: string): string =>
  flag.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The budgets of a request that flags give. */
export function budgetsIn(
  flags: object,
): Partial<Record<BudgetName, { minimum?: number; maximum?: number }>> {
  const given = new Map<string, number>(Object.entries(flags));
  return Object.fromEntries(
    names.flatMap((name) => {
      const [maximum, minimum] = flagsOf(name).map((flag) => given.get(attributeOf(flag)));
      const limits = {
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
      };
      return Object.keys(limits).length > 0 ? [[name, limits]] : [];
    }),
  );
}
