/**
 * Reads and judges signed page rules (lib/protocol/page-rules.ts, decision 0011). Pure but for the browser's verifier; the
 * signing tool judges by it too.
 */
import type { PageRulesDocument, SignedPageRules } from '../protocol/index.ts';
import { isPageRulesDocument, isSignedPageRules } from './generated/checks.ts';

/** Said before the bytes that are signed: a signature made for anything else can't be taken for one of these. */
const DOMAIN = 'moineau.page-rules.v1\n';

/** Days that one signature may be good for: what nobody renews goes back to the build's own. */
const LONGEST_DAYS = 45;
/** Milliseconds that this computer's clock may be behind the signer's. */
const CLOCK_SLACK_MS = 24 * 3600 * 1000;

/** The bytes that are signed. */
export function signedBytes(payload: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(DOMAIN + payload);
}

export type RulesRefusal =
  /** Not of the form it must have, signed or not. */
  | 'malformed'
  /** Not signed by the key of this build, or this browser can't tell. */
  | 'forged'
  /** Expired, from the future, or good for too long. */
  | 'stale'
  /** Played again: a newer one has been seen. */
  | 'older'
  /** For other versions of the extension. */
  | 'other_version';

export type RulesReading =
  | { readonly ok: true; readonly rules: PageRulesDocument }
  | { readonly ok: false; readonly why: RulesRefusal };

export type RulesJudge = {
  /** Raw Ed25519 public key, base64url; '' accepts nothing. */
  readonly publicKey: string;
  readonly now: Date;
  /** Version of the extension that asks. */
  readonly version: string;
  /** The highest serial seen so far, 0 if none: that one again is accepted, lower ones are not. */
  readonly seenSerial: number;
};

/** Reads and judges signed rules. The signature comes before everything that is in them. Never throws. */
export async function readPageRules(given: unknown, judge: RulesJudge): Promise<RulesReading> {
  if (!isSignedPageRules(given)) return { ok: false, why: 'malformed' };
  if (!(await isSigned(given, judge.publicKey))) return { ok: false, why: 'forged' };
  const rules = parsed(given.payload);
  if (!isPageRulesDocument(rules)) return { ok: false, why: 'malformed' };
  const why = judged(rules, judge);
  return why ? { ok: false, why } : { ok: true, rules };
}

function judged(rules: PageRulesDocument, { now, version, seenSerial }: RulesJudge): RulesRefusal | null {
  const [from, to] = [Date.parse(rules.issued_at), Date.parse(rules.expires_at)];
  const isLong = to - from > LONGEST_DAYS * 24 * 3600 * 1000;
  if (isLong || from - CLOCK_SLACK_MS > now.getTime() || to <= now.getTime()) return 'stale';
  if (rules.serial < seenSerial) return 'older';
  const { from: first, before } = rules.extension;
  return compareVersions(version, first) >= 0 && compareVersions(version, before) < 0
    ? null
    : 'other_version';
}

async function isSigned({ payload, signature }: SignedPageRules, publicKey: string): Promise<boolean> {
  const key = fromBase64Url(publicKey);
  const mark = fromBase64Url(signature);
  if (key?.length !== 32 || !mark) return false;
  try {
    const verifier = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', verifier, mark, signedBytes(payload));
  } catch {
    // Chromium below 137 has no Ed25519: it stays with what its build knows.
    return false;
  }
}

function parsed(payload: string): unknown {
  const bytes = fromBase64Url(payload);
  try {
    return bytes ? JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) : undefined;
  } catch {
    return undefined;
  }
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return null;
  }
}

/** Negative if `a` is the earlier version. Missing parts are 0. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let part = 0; part < 4; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
