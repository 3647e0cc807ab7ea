/**
 * Ids: UUIDv7 in the database, with a prefix on the wire (`pay_…`). Time-ordered, so that indexes grow at
 * their right-hand end. An id must never be taken for a proof of anything: it is not a secret.
 */
import { v7 } from 'uuid';
import { nextId } from './chance.ts';

export type IdPrefix = 'per' | 'pay' | 'dev' | 'top' | 'lnk' | 'ref' | 'spl' | 'req' | 'cmd' | 'psk';

/** A new id for the database, without prefix. */
export function newId(): string {
  return v7(nextId());
}

/** The wire form of an id of the database. */
export function toWireId(prefix: IdPrefix, id: string): string {
  return `${prefix}_${id}`;
}

/** The database form of a wire id, which a schema has checked already. @throws RangeError on another prefix. */
export function fromWireId(prefix: IdPrefix, wireId: string): string {
  if (!wireId.startsWith(`${prefix}_`)) throw new RangeError(`not a ${prefix} id`);
  return wireId.slice(prefix.length + 1);
}
