import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { describe, expect, it } from "vitest";
import { program } from "../packages/cli/src/program.js";

/*
 * What a user can read is plain technical English. Reading aloud finds more than any list; this one keeps what was mended from coming back.
 */

/** What is not written, and what is written instead. */
const banned: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bwhere (there (is|are)|it is|they are|that is|its|no method|all layers)\b/, "if, when"],
  [/\bgo(es)? on with\b/, "resumes"],
  [/\bheeds?\b/, "supports"],
  [/\bis told\b/, "receives"],
  [/\bSo are\b/, "Also: …"],
  [/\bthe (least|most) (in|of) (this|the|any)\b/, "the minimum, the maximum"],
  [/\bone's own\b/, "your own"],
  [/\balike\b/, "equal, in the same way, ties"],
  [/\ball that guess\b/, "every quality proxy"],
  [/, as (evolution|nsga2|--)/, "such as"],
  [/; [^;.]*\bdo$/, "name the alternative in a sentence of its own"],
  [/\bso many (labels|hundredths)\b/, "that many, the percentage"],
  [/\bstands? in \[/, "is described in"],
  [/\binventor(y|ies)\b/, "reading"],
];

/** What pages may say, and messages, headers and notes may not. */
const bannedInMessages: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/[\w)\]}`%"]; [a-z0-9$]/, "one fact a sentence: the cause. Then the fix."],
  [/\blooked at\b/, "tried, scored"],
  [/\bchanges? nothing\b/, "has no effect"],
  [/\bstands? (at|beside|in|twice)\b/, "is at, beside, in, there twice"],
  [/\bso many (of|parts|windows|layers|features)\b/, "the number of"],
  [/\b(asks? for|cannot be asked|it is told)\b/, "requires, is not valid, receives"],
  [/\bdoes not go with\b/, "cannot be combined with"],
  [/\bjudg(e|es|ed|ing)\b/, "evaluate, test, rank by"],
  [/\basked for\b/, "requested"],
  [/\bgave (no|\$|\d)/, "returned"],
  [/\bstart (the \w+ )?anew\b/, "start again"],
  [/(?<!there )\bis no (advice|choice|device|leaf|number|polynomial|score|text)\b/, "is not a …"],
  [/\bwould have to shrink\b/, "reduction at which"],
  [/\bthe network made linear\b/, "the linearised network"],
  [/\b(puts? out|added up)\b/, "the output of, sum of"],
  [/ (nats|bits|ms) a (byte|token|text)\b/, "per byte, per token"],
  [/\bare (there|ours)\b/, "are free, are found"],
  [/\bform a circle\b/, "form a loop"],
  [/\bas asked\b/, "as requested"],
  [/\b(you|user) may not\b/, "do not have permission to"],
  [/\b[Ss]o many whole\b/, "the number of"],
];

const faults = (text: string, list = banned): string[] =>
  list.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text);
    return found ? [`"${found[0]}" in "${text.trim()}": write ${instead}`] : [];
  });

const root = resolve(import.meta.dirname, "..");

const filesIn = (folder: string, ending: string, withFamilies = false): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && (withFamilies || !file.includes("hugging-face")))
    .map((file) => join(folder, file));

/** The texts in a source file: strings and templates, line by line, without comments. */
const textsOf = (file: string): string[] => textsIn(readFileSync(join(root, file), "utf8"));

const textsIn = (source: string): string[] =>
  source
    .split("\n")
    .filter((line) => !/^\s*(\*|\/\/|\/\*|import\b|export\b.*\bfrom\b)/.test(line))
    .flatMap((line) => line.match(/"[^"]*"|`[^`]*`/g) ?? [])
    .filter((text) => text.includes(" ")); // names that were renamed are read for one release more

/** Lists, whose entries a semicolon parts: citations, the keys in the summary of a family, the rules of a loader, what a page may load. */
const lists = /\b(?:source|decilmSource|summary|rule|policy)\s*[:=]\s*(?:"[^"]*"|`[^`]*`)/g;

/** The lines of a page that are prose. */
const proseOf = (file: string): string[] =>
  readFileSync(join(root, file), "utf8")
    .split(/^```[\s\S]*?^```$/m)
    .flatMap((part) => part.split("\n"));

const everyCommand = (command: CommandUnknownOpts): CommandUnknownOpts[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

describe("no banned construction", () => {
  it("is in the help of any command", async () => {
    const commands = everyCommand(await program());
    expect(commands.length).toBeGreaterThan(12);
    expect(
      commands.flatMap((command) =>
        command
          .helpInformation()
          .split("\n")
          .flatMap((text) => faults(text)),
      ),
    ).toEqual([]);
  });

  it.each(["core", "checkpoint", "engine", "tasks", "view", "node", "cli"])(
    "is in a message, a header or a note of %s",
    (name) => {
      const texts = filesIn(`packages/${name}/src`, ".ts").flatMap(textsOf);
      expect(texts.length).toBeGreaterThan(20);
      expect(texts.flatMap((text) => faults(text))).toEqual([]);
    },
  );

  it.each(["core", "checkpoint", "engine", "tasks", "view", "node", "cli"])(
    "joins two facts in a message of %s",
    (name) => {
      const sources = filesIn(`packages/${name}/src`, ".ts", true).map((file) =>
        readFileSync(join(root, file), "utf8").replaceAll(lists, ""),
      );
      expect(sources.flatMap(textsIn).flatMap((text) => faults(text, bannedInMessages))).toEqual([]);
    },
  );

  it.each(["README.md", ...filesIn("docs", ".md")])("is in the prose of %s", (page) => {
    expect(proseOf(page).flatMap((text) => faults(text))).toEqual([]);
  });

  it("would pass unseen", () => {
    expect(faults("it draws no front; one budget and exact do")).toHaveLength(1);
    expect(faults("is a folder; give a file", bannedInMessages)).toHaveLength(1);
    expect(faults("proxies to judge", bannedInMessages)).toHaveLength(1);
    expect(faults("gave 1 scores where 3 were asked for", bannedInMessages)).toHaveLength(2);
    expect(faults("nothing is banned here")).toEqual([]);
  });
});
