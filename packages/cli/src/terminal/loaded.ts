type View = typeof import("@zerolm/view");

/** What a command needs once it runs. */
interface Loaded {
  readonly runCommand: typeof import("./run-command.js")["runCommand"];
  readonly note: typeof import("./output.js")["note"];
  readonly views: View["views"];
  readonly counted: View["counted"];
}

/** Loads what runs a command and shows its outcome; help needs neither. */
export async function loaded(): Promise<Loaded> {
  const [{ runCommand }, { note }, { views, counted }] = await Promise.all([
    import("./run-command.js"),
    import("./output.js"),
    import("@zerolm/view"),
  ]);
  return { runCommand, note, views, counted };
}
