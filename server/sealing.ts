/**
 * Secrets that must be kept for a while and used again are sealed (AES-256-GCM) with a key that the database has not.
 * A seal is good for one purpose: what was sealed for one row opens nothing in another. Keys rotate: the first one seals,
 * all of them open. It must never log what it seals.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export type SealingKey = { readonly id: string; readonly key: Buffer };

export type Sealer = {
  /** `purpose`: what it is and whose, for example `link:<id>`. */
  seal(secret: string, purpose: string): string;
  /** @throws Error when the seal is not of these keys, or not for this purpose. */
  open(sealed: string, purpose: string): string;
};

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keys as the configuration writes them: `id:base64url`, separated by commas, the newest first. Null when they are not so.
 */
export function parseSealingKeys(text: string): readonly SealingKey[] | null {
  const keys = text.split(',').map((entry) => {
    const [id = '', key = '', ...more] = entry.trim().split(':');
    return { id, key: Buffer.from(key, 'base64url'), whole: more.length === 0 };
  });
  const distinct = new Set(keys.map(({ id }) => id)).size === keys.length;
  const valid = keys.every(
    ({ id, key, whole }) => whole && /^[A-Za-z0-9_-]{1,20}$/.test(id) && key.length === KEY_BYTES,
  );
  return distinct && valid ? keys.map(({ id, key }) => ({ id, key })) : null;
}

/** @throws Error without a key. */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [newest] = keys;
  if (!newest) throw new Error('sealing needs a key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const whole = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
      return `${newest.id}.${whole.toString('base64url')}`;
    },
    open(sealed, purpose) {
      const [id = '', text = ''] = sealed.split('.');
      const key = byId.get(id);
      if (!key) throw new Error('sealed with a key that is not configured');
      const whole = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const opened = [decipher.update(whole.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    },
  };
}
