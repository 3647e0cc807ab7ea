/** What makes the terms of a payment good for one signature. */
import { randomBytes } from '../chance.ts';

/** Single use, 128 bits. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}
