import { asksForRootHelp, rootHelp } from "./root-help.js";

// A reader such as `head` may close the pipe early; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const words = process.argv.slice(2);
if (asksForRootHelp(words)) process.stdout.write(rootHelp());
else {
  const { run } = await import("./program.js");
  process.exitCode = await run(words);
}
