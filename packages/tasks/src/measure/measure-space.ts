import {
  type Architecture,
  architectureAt,
  cost,
  covering,
  type DeviceTable,
  learntPass,
  Random,
  type Space,
  sampler,
  type TimedNetwork,
  type TimedPass,
  WorkError,
} from "@zerolm/core";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { fullCount } from "../numbers.js";
import { loadSpace } from "../spaces/load-space.js";
import type { MeasureSpaceOutcome, MeasureSpaceRequest } from "./measure-device.js";
import { protocolOf, timedInGroups } from "./timed.js";

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
  const drawn = drawnFrom(space, { learn, check }, maxParameters, timing.seed);
  const others = new Set(drawn.slice(0, check));
  const order = shuffled(drawn, timing.seed);
  const found = await timedInGroups(order, timing, host);
  const { tokens, cache, batch } = timing;
  const passFrom = (pass: TimedPass) => {
    const all = order.map((architecture, index) => ({
      architecture,
      seconds: found.networks[index]?.[pass.mode]?.median ?? Number.NaN,
    }));
    const isOther = ({ architecture }: TimedNetwork): boolean => others.has(architecture);
    return learntPass(
      pass,
      all.filter((one) => !isOther(one)),
      all.filter(isOther),
    );
  };
  const passes = [
    passFrom({ mode: "prefill", tokens, batch }),
    ...(found.networks.every(({ decode }) => decode)
      ? [passFrom({ mode: "decode", tokens: cache, batch })]
      : []),
  ];
  const protocol = protocolOf(found, timing, host);
  const { machine, runtime, threads } = protocol;
  const device = `${machine ? `${machine.processor}, ` : ""}${runtime}, threads: ${threads}`;
  const table: DeviceTable = { format: "zerolm-device", version: 1, device, space: space.name, passes };
  await filesOf(host).write(out, `${JSON.stringify(table, undefined, 2)}\n`);
  return { ...protocol, out, table };
}

/** Draws for each network to learn from, among which these are chosen. */
const choice = 100;

/** Draws before a space is taken to have too few that are small enough. */
const mostDraws = 100_000;

/**
 * Different networks of a space: first those on which the table is tried, each with the same chance, then those to learn from, which cover its sizes.
 *
 * @throws {WorkError} if there are too few that are small enough
 */
function drawnFrom(
  space: Space,
  { learn, check }: { readonly learn: number; readonly check: number },
  maximum: number | undefined,
  seed: number,
): Architecture[] {
  const [random, draw] = [new Random(seed), sampler(space)];
  const drawn = new Map<string, Architecture>();
  const wanted = (): number => (drawn.size < learn + check ? mostDraws : choice * learn);
  for (let draws = 0; draws < wanted(); draws++) {
    const genotype = draw(random);
    const architecture = architectureAt(space, genotype);
    if (cost(architecture).parameters.total <= (maximum ?? Number.POSITIVE_INFINITY))
      drawn.set(JSON.stringify(genotype), architecture);
  }
  const all = [...drawn.values()];
  if (all.length < learn + check)
    throw new WorkError(
      `${space.name} has too few networks of at most ${fullCount(maximum ?? 0)} parameters: ${all.length} were found, but ${learn + check} are needed. Allow larger ones or measure fewer.`,
    );
  return [...all.slice(0, check), ...covering(all.slice(check), learn)];
}

/** What is loaded first may lie in other memory than the rest, so those to learn from and the others are mixed. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = new Random(seed);
  const keyed = list.map((entry) => ({ entry, key: random.uniform() }));
  return keyed.sort((one, other) => one.key - other.key).map(({ entry }) => entry);
}
