import type { CommonOptions } from "../../options/common.js";

/** What `zerolm inspect` takes. */
export interface InspectFlags extends CommonOptions {
  readonly sequence?: number;
  readonly matrices?: boolean;
  readonly lora?: string;
  readonly logDet?: boolean;
  readonly spectrum?: boolean;
  readonly plot?: string;
}
