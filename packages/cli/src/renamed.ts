import type { Renamed } from "@zerolm/tasks";

/** Flags that had another name: the old one is accepted with a warning. */
export const renamedFlags: readonly Renamed[] = [{ old: "--inventory", now: "--reading", since: "0.2.0" }];
