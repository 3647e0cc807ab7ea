/**
 * Which client asks, and whether its version may still do things (T59). A version that is too old may read, so that
 * nobody loses sight of his money, and what makes a wallet safer; all else waits for the upgrade.
 */
import { CLIENT_HEADER, type Endpoint, type EndpointName } from '../../lib/protocol/index.ts';
import type { Refusal } from '../result.ts';

/** As it says itself: `extension/1.4.0`. */
export type Client = { readonly name: string; readonly version: readonly number[] };

/** The least version of each client that may do things. Others, and who says nothing, may. */
export type LeastVersions = ReadonlyMap<string, readonly number[]>;

/** What an old version may still do besides reading: it makes a wallet safer, or ends something. */
const ALWAYS: ReadonlySet<EndpointName> = new Set([
  'freezeWallet',
  'revokeDevice',
  'endSession',
  'keepSession',
  'unlinkX',
]);

const SHAPE = /^([a-z]{1,20})\/(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/;

/** Null when it does not say, or not so that it could be read. */
export function readClient(headers: Readonly<Record<string, unknown>>): Client | null {
  const header = headers[CLIENT_HEADER];
  const found = typeof header === 'string' ? SHAPE.exec(header) : null;
  if (!found) return null;
  const [, name = '', ...version] = found;
  return { name, version: version.map(Number) };
}

/** As it is written down with a confirmation. */
export function clientText(client: Client | null): string | null {
  return client && `${client.name}/${client.version.join('.')}`;
}

/** `extension/1.4.0,phone/2.0.0`; null when it is not so. */
export function parseLeastVersions(text: string): LeastVersions | null {
  const entries =
    text === '' ? [] : text.split(',').map((entry) => readClient({ [CLIENT_HEADER]: entry.trim() }));
  if (entries.some((entry) => entry === null)) return null;
  return new Map(entries.flatMap((entry) => (entry ? [[entry.name, entry.version]] : [])));
}

export function isTooOld(least: LeastVersions, client: Client | null): boolean {
  const wanted = client && least.get(client.name);
  if (!client || !wanted) return false;
  const [at] = wanted.flatMap((part, i) => (part === client.version[i] ? [] : [i]));
  return at !== undefined && (client.version[at] ?? 0) < (wanted[at] ?? 0);
}

/** The refusal of what a client that is too old must not do, or null. */
export function refuseOld(name: EndpointName, { method }: Endpoint): Refusal | null {
  return method === 'GET' || ALWAYS.has(name) ? null : { code: 'upgrade_required' };
}
