import type { Architecture, ProbeReadings, ProbeRequest } from "@zerolm/core";
import type { NetworkProbe } from "@zerolm/engine";

/** What a thread is to ask of a network. */
export interface ProbeInput {
  readonly architecture: Architecture;
  readonly request: ProbeRequest;
}

/** Sessions stay open from one job of a thread to the next, and end with the thread. */
let opened: Promise<NetworkProbe> | undefined;

/** Runs one network, on whatever thread. Jobs of one thread follow one another. */
export async function probeJob({ architecture, request }: ProbeInput): Promise<ProbeReadings> {
  opened ??= openProbe();
  return await (await opened).run(architecture, request);
}

async function openProbe(): Promise<NetworkProbe> {
  const { networkProbe, openOnnx } = await import("@zerolm/engine");
  return networkProbe(await openOnnx());
}
