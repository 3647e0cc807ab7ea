/**
 * Requests as bytes, signed before the clock starts: what a client spends on its signatures is spent on people's
 * own machines, and not on the server's.
 */
import { createHash, randomUUID, sign } from 'node:crypto';
import { PUBLIC_ORIGIN } from './api.ts';
import type { BenchPerson, DeviceKey } from './people.ts';

export type RequestLine = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With its query, if any. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotent?: boolean;
};

/** An ES256 signature: r‖s, 64 bytes, base64url. */
export function signAs(key: DeviceKey, bytes: Uint8Array): string {
  return sign('sha256', bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

/** The headers of a request by this person, with a proof made at `issuedAt` (seconds since 1970). */
export function headersOf(
  person: BenchPerson,
  { method, path, idempotent, body }: RequestLine,
  issuedAt: number,
): Record<string, string> {
  const url = `${PUBLIC_ORIGIN}${path.split('?')[0]}`;
  return {
    host: new URL(PUBLIC_ORIGIN).host,
    authorization: `DPoP ${person.accessToken}`,
    dpop: proofOf(person, { method, url, issuedAt }),
    ...(idempotent ? { 'idempotency-key': randomUUID() } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

/** The whole request, as it goes over the wire. */
export function requestBytes(person: BenchPerson, line: RequestLine, issuedAt: number): Buffer {
  const body = line.body === undefined ? '' : JSON.stringify(line.body);
  const headers = { ...headersOf(person, line, issuedAt), 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${line.method} ${line.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** RFC 9449 §4.2. */
function proofOf(
  { key, accessToken }: BenchPerson,
  { method, url, issuedAt }: { method: string; url: string; issuedAt: number },
): string {
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk };
  const ath = createHash('sha256').update(accessToken).digest('base64url');
  const claims = { htm: method, htu: url, jti: randomUUID(), iat: issuedAt, ath };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${signAs(key, Buffer.from(text))}`;
}
