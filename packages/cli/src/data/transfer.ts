import { errorCode, errorText } from "@zerolm/checkpoint/files";
import type { WorkError } from "@zerolm/core";

export interface TransferOptions {
  readonly fetch: typeof globalThis.fetch;
  /** The longest wait for the next byte, in milliseconds. */
  readonly stallMs: number;
  /** The error for a person, from the reason why the bytes do not come. */
  readonly failure: (reason: string) => WorkError;
}

/** What a server answers, and its bytes one piece at a time. Every wait ends after `stallMs`. */
export class Transfer {
  readonly #abort = new AbortController();
  readonly #address: string;
  readonly #options: TransferOptions;
  #response: Response | undefined;

  constructor(address: string, options: TransferOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** Asks for the bytes from `from` to the end, and drops what is left of an earlier answer. */
  async ask(from: number): Promise<Response> {
    await this.#response?.body?.cancel();
    // A range counts in the bytes as sent, and the size and hash are those of the plain file: no compression, please.
    const headers = { "accept-encoding": "identity", ...(from > 0 && { range: `bytes=${from}-` }) };
    const { fetch } = this.#options;
    this.#response = await this.#wait(() => fetch(this.#address, { headers, signal: this.#abort.signal }));
    return this.#response;
  }

  /** The body of the last answer. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const reader = this.#response?.body?.getReader();
    if (reader === undefined) return;
    for (;;) {
      const { done, value } = await this.#wait(() => reader.read());
      if (done) return;
      yield value;
    }
  }

  /** Drops the connection, whatever it still holds. */
  close(): void {
    this.#abort.abort();
  }

  async #wait<T>(work: () => Promise<T>): Promise<T> {
    const { stallMs, failure } = this.#options;
    let stalled = false;
    const timer = setTimeout(() => {
      stalled = true;
      this.#abort.abort();
    }, stallMs);
    try {
      return await work();
    } catch (error) {
      throw failure(
        (stalled ? `no byte came for ${stallMs / 1000} s` : networkProblem(error)) + proxyHint(this.#address),
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Why a request failed, in words where we have some. `fetch` itself only says "fetch failed" and puts the reason below. */
function networkProblem(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) return `${PROBLEMS[code] ?? errorText(error)} (${code})`;
  const cause = causeOf(error);
  return cause === undefined ? errorText(error) : networkProblem(cause);
}

function proxyHint(address: string): string {
  const { HTTPS_PROXY, https_proxy, NODE_USE_ENV_PROXY } = process.env;
  if (!address.startsWith("https:") || !(HTTPS_PROXY || https_proxy) || NODE_USE_ENV_PROXY) return "";
  return "; HTTPS_PROXY is set, but Node only heeds it with NODE_USE_ENV_PROXY=1 (from Node 22.21 and 24 on)";
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

const CUT = "the connection was cut";
const NO_ANSWER = "the host does not answer";
const NO_ROUTE = "there is no way to the host; is this machine online?";

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name of the host is not known; is this machine online?",
  EAI_AGAIN: "the name of the host could not be looked up; is this machine online?",
  ECONNREFUSED: "the host refuses the connection",
  ECONNRESET: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  ENETUNREACH: NO_ROUTE,
  EHOSTUNREACH: NO_ROUTE,
  ENETDOWN: NO_ROUTE,
};
