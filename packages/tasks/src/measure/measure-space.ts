import {
  type Architecture,
  architectureAt,
  cost,
  type DevicePass,
  type DeviceTable,
  fittedCosts,
  kendall,
  networkWork,
  predictedSeconds,
  quantile,
  Random,
  type Space,
  sampler,
  type TimedPass,
  WorkError,
} from "@zerolm/core";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { fullCount } from "../numbers.js";
import { loadSpace } from "../spaces/load-space.js";
import type { MeasureSpaceOutcome, MeasureSpaceRequest } from "./measure-device.js";
import { protocolOf, type TimedGroups, timedInGroups } from "./timed.js";

/**
 * Learns from some networks of a space what their work costs on this machine, tries that on others, and writes it.
 *
 * @throws {WorkError} if no network of the space is small enough; what `timed` throws
 */
export async function measureSpace(
  { space: name, out, learn, check, maxParameters, ...timing }: MeasureSpaceRequest,
  host: TaskHost,
): Promise<MeasureSpaceOutcome> {
  const space = await loadSpace(name, host);
  const drawn = drawnFrom(space, learn + check, maxParameters, timing.seed);
  const found = await timedInGroups(drawn, timing, host);
  const { tokens, cache, batch } = timing;
  const passes = [
    passFrom({ mode: "prefill", tokens, batch }, drawn, found, learn),
    ...(found.networks.every(({ decode }) => decode)
      ? [passFrom({ mode: "decode", tokens: cache, batch }, drawn, found, learn)]
      : []),
  ];
  const protocol = protocolOf(found, timing, host);
  const { machine, runtime, threads } = protocol;
  const device = `${machine ? `${machine.processor}, ` : ""}${runtime}, threads: ${threads}`;
  const table: DeviceTable = { format: "zerolm-device", version: 1, device, space: space.name, passes };
  await filesOf(host).write(out, `${JSON.stringify(table, undefined, 2)}\n`);
  return { ...protocol, out, table };
}

/** Draws before a space is taken to have nothing that is small enough. */
const mostDraws = 100_000;

/**
 * Different networks of a space, each with the same chance.
 *
 * @throws {WorkError} if there are too few that are small enough
 */
function drawnFrom(space: Space, count: number, maximum: number | undefined, seed: number): Architecture[] {
  const [random, draw] = [new Random(seed), sampler(space)];
  const drawn = new Map<string, Architecture>();
  for (let draws = 0; drawn.size < count && draws < mostDraws; draws++) {
    const genotype = draw(random);
    const architecture = architectureAt(space, genotype);
    if (cost(architecture).parameters.total <= (maximum ?? Number.POSITIVE_INFINITY))
      drawn.set(JSON.stringify(genotype), architecture);
  }
  if (drawn.size < count)
    throw new WorkError(
      `${space.name} has too few networks of at most ${fullCount(maximum ?? 0)} parameters: ${drawn.size} were found, but ${count} are needed. Allow larger ones or measure fewer.`,
    );
  return [...drawn.values()];
}

/** Costs that fit the first networks, tried on the others. */
function passFrom(
  pass: TimedPass,
  architectures: readonly Architecture[],
  { networks }: TimedGroups,
  learn: number,
): DevicePass {
  const all = architectures.map((architecture, index) => ({
    work: networkWork(architecture, pass),
    seconds: networks[index]?.[pass.mode]?.median ?? Number.NaN,
  }));
  const costs = fittedCosts(all.slice(0, learn));
  const others = all.slice(learn);
  const predicted = others.map(({ work }) => predictedSeconds(costs, work));
  const errors = others.map(({ seconds }, index) => Math.abs((predicted[index] ?? Number.NaN) / seconds - 1));
  const tau = kendall(
    predicted,
    others.map(({ seconds }) => seconds),
  );
  return {
    ...pass,
    costs,
    measured: learn,
    check: {
      networks: others.length,
      tau: tau ?? null,
      medianError: quantile(errors, 0.5),
      largestError: Math.max(...errors),
    },
  };
}
