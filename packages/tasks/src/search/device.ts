import {
  type AdditiveQuantity,
  type DevicePass,
  deviceLatency,
  passOf,
  readDeviceTable,
  UsageError,
} from "@zerolm/core";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import type { SearchTaskRequest } from "./search-request.js";

/** A device by whose table latencies are predicted. */
export interface SearchDevice {
  readonly file: string;
  readonly device: string;
  /** The space that was measured for it. */
  readonly space: string;
  readonly pass: DevicePass;
  readonly quantity: AdditiveQuantity;
}

/**
 * The device of a request; nothing if it names none.
 *
 * @throws {InputError} for a file that is no device table; {UsageError} for a pass that it does not have, or without a table
 */
export async function deviceOf(
  { device: path, pass: mode }: SearchTaskRequest,
  host: TaskHost,
): Promise<SearchDevice | undefined> {
  if (path === undefined) {
    if (mode !== undefined)
      throw new UsageError(`${fieldName(host, "pass")} needs ${fieldName(host, "device")}`);
    return undefined;
  }
  const files = filesOf(host);
  const file = files.nameOf(path);
  const table = readDeviceTable(await files.text(path), file);
  const pass = passOf(table, mode);
  return { file, device: table.device, space: table.space, pass, quantity: deviceLatency(pass) };
}
