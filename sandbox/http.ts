/**
 * The few lines of HTTP that the sandbox's stand-ins share: reading a bounded body, answering JSON.
 * Must never open a connection: the sandbox only answers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What every stand-in is: it answers one request, whatever its host. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** No body that our clients send is near this size. In bytes. */
const bodyLimit = 64 * 1024;

/** The body is larger than the sandbox takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The whole body as text. @throws BodyTooLargeError above 64 KiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > bodyLimit) throw new BodyTooLargeError(`more than ${bodyLimit} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a stand-in says: status, JSON body, and headers of its own. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends an answer as JSON; its headers win over the default content type. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...answer.headers,
    'content-length': String(Buffer.byteLength(text)),
  });
  response.end(text);
}

/** The request's address; the host part is a placeholder, since hosts are the front door's business. */
export function addressOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'https://sandbox.invalid');
}
