/**
 * How a test runs another program and waits for it: without input, as text, and never for ever. No time limit of a test can end a program
 * that is waited for in this way.
 */
export const unattended = {
  encoding: "utf8",
  input: "",
  timeout: 170_000,
  killSignal: "SIGKILL",
} as const;
