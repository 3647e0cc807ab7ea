/** What the table says of one endpoint. */
import type { z } from 'zod';

/**
 * `proof`: a DPoP proof alone (there is no session yet). `session`: access token and DPoP proof (RFC 9449).
 */
export type Authentication = 'none' | 'proof' | 'session';

/**
 * What a call says of the person at the device. `shows`: he did it himself, which keeps his session from being locked;
 * `needs`: the same, and it is refused once the session is locked; `none`: programs do it by themselves.
 */
export type Presence = 'none' | 'shows' | 'needs';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly auth: Authentication;
  readonly presence: Presence;
  /** Whether an Idempotency-Key is required. */
  readonly idempotent: boolean;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly success: { readonly status: 200 | 201 | 204; readonly schema: z.ZodType };
};
