import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer {
  readonly address: string;
  /** The paths that were asked for, in order. */
  readonly requests: string[];
  /** What answers from now on. */
  answer: Handler;
  close(): Promise<void>;
}

/** A server of this machine only, which answers as each test says. */
export async function startServer(answer: Handler): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    started.answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  const started: TestServer = { address: `http://127.0.0.1:${port}`, requests, answer, close };
  return started;
}

/** Serves bytes as a good server does. */
export function serving(bytes: Uint8Array): Handler {
  return (_request, response) => {
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  };
}

/** Answers with a status and a page. */
export function refusing(status: number, page = "no"): Handler {
  return (_request, response) => {
    response.writeHead(status, { "content-length": page.length }).end(page);
  };
}

/** Announces all bytes, sends the first `count` and then nothing; `held` are the answers so left open. */
export function holding(bytes: Uint8Array, count: number, held: ServerResponse[] = []): Handler {
  return (_request, response) => {
    held.push(response);
    response.writeHead(200, { "content-length": bytes.length });
    response.flushHeaders();
    if (count > 0) response.write(bytes.subarray(0, count));
  };
}
