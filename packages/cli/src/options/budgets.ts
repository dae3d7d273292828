import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { type BudgetName, type BudgetWords, budgetWords } from "@zerolm/tasks/words";
import { parseBytes, parseCount, parseLatency } from "./count.js";
import { fieldFlag } from "./field-flag.js";

const names = Object.keys(budgetWords) as BudgetName[];

const parsers = {
  count: ["count", parseCount],
  bytes: ["size", parseBytes],
  time: ["time", parseLatency],
} as const;

/** Adds the options of budgets; `--sequence` and `--dtype` come with those of proxies. */
export function withBudgets<Whole extends CommandUnknownOpts>(command: Whole): Whole {
  command.optionsGroup("Budgets:");
  for (const name of names) {
    const { words, example, unit }: BudgetWords = budgetWords[name];
    const [value, parse] = parsers[unit];
    const flagOf = (end: string): string => `${fieldFlag(`budgets.${name}.${end}`)} <${value}>`;
    command.option(flagOf("maximum"), `maximum ${words}, for example ${example}`, parse);
    command.option(flagOf("minimum"), `minimum ${words}`, parse);
  }
  return command;
}

/** What commander calls the value of a flag: `maxParams` of `--max-params`. */
const attributeOf = (flag: string): string =>
  flag.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

type Budgets = Partial<Record<BudgetName, { minimum?: number; maximum?: number }>>;

/** The budgets of a request that flags give, and the other flags. */
export function withoutBudgets<Flags extends object>(
  flags: Flags,
): { readonly budgets: Budgets; readonly rest: Flags } {
  const rest = { ...flags };
  const budgets: Budgets = {};
  for (const name of names)
    for (const end of ["minimum", "maximum"] as const) {
      const key = attributeOf(fieldFlag(`budgets.${name}.${end}`));
      const value: unknown = Reflect.get(rest, key);
      Reflect.deleteProperty(rest, key);
      if (typeof value === "number") budgets[name] = { ...budgets[name], [end]: value };
    }
  return { budgets, rest };
}
