import type { LayerActivations } from "@zerolm/engine";
import type { TaskHost } from "../host.js";
import type { InspectTextRequest } from "../inspect/inspect-text.js";

/**
 * What a text makes of the layers of a checkpoint: mean squares of heads and FFN rows, and how much each layer changes the stream. Data for
 * whoever decides which of them to keep.
 *
 * @param request as for the task `inspect text`; an encoder sees each window with hidden tokens, once for each draw
 * @throws as that task does
 * @example
 * const layers = await checkpointActivations({ checkpoint: "model", text: "text.txt", draws: 1, seed: 0 }, nodeHost());
 */
export async function checkpointActivations(
  request: InspectTextRequest,
  host: TaskHost,
): Promise<LayerActivations[]> {
  // The libraries of checkpoints and networks are loaded when they are used.
  const [{ withText }, { activations }] = await Promise.all([
    import("../inspect/with-text.js"),
    import("@zerolm/engine"),
  ]);
  return await withText(request, host, ({ executor, network, windows }) =>
    activations(executor, network, windows, request, host),
  );
}
