import { asksForRootHelp, rootHelp } from "./root-help.js";

// A reader such as `head` may close a pipe early. That is no error of ours, and files that were asked for are still written.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

const words = process.argv.slice(2);
if (asksForRootHelp(words)) process.stdout.write(rootHelp());
else {
  const { run } = await import("./program.js");
  process.exitCode = await run(words);
}
