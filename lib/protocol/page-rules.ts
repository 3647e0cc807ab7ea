/**
 * Page rules: signed data that mends or switches off what we put into X's pages, between two releases (decision 0011).
 * The signature (Ed25519, pure, RFC 8032) is over the payload's bytes as they are sent, so that no two programs must
 * agree on how JSON is written. Data only: selectors and names of features; nothing in it can be run, and nothing in it
 * names money or people.
 */
import { z } from 'zod';
import { Instant } from './primitives.ts';

const Version = z.string().regex(/^\d{1,5}(\.\d{1,5}){0,3}$/);

/** One CSS selector: printable ASCII, without what could end a rule or begin an escape. */
const Selector = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[ !"#$%'()*+,\-./0-9:=>@A-Z[\]^_a-z|~]+$/);

export const PageRulesDocument = z.strictObject({
  format: z.literal(1),
  /** Grows with every publication: an older one can't be played again. */
  serial: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  issued_at: Instant,
  expires_at: Instant,
  /** For the extension's versions from `from`, and below `before`. */
  extension: z.strictObject({ from: Version, before: Version }),
  /** By our name of a selector, fallbacks to be tried before the build's own. */
  selectors: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), z.array(Selector).min(1).max(5)),
  /** Features to be switched off. */
  features_off: z
    .array(
      z
        .string()
        .regex(/^[a-z]+(-[a-z]+)*$/)
        .max(40),
    )
    .max(30),
});
export type PageRulesDocument = z.infer<typeof PageRulesDocument>;

export const SignedPageRules = z.strictObject({
  /** The document's JSON, UTF-8, base64url without padding. */
  payload: z.string().regex(/^[A-Za-z0-9_-]{1,40000}$/),
  /** 64 bytes, base64url without padding. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type SignedPageRules = z.infer<typeof SignedPageRules>;
