/** A browser that is pushed to, in tests: its keys, and reading what came (RFC 8291, RFC 8188). */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** The records of a message as short as ours: one. */
const HEADER = { salt: 16, recordSize: 4, keyLength: 1 } as const;
const TAG_BYTES = 16;

export type PushBrowser = {
  /** As `PushSubscription.toJSON()` has them. */
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** The text of an encrypted body. @throws Error when it was not encrypted for this browser. */
  read(body: Buffer): string;
};

export function createPushBrowser(): PushBrowser {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys();
  const auth = randomBytes(16);
  const derive = (secret: Buffer, salt: Buffer, info: string | Buffer, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
  return {
    keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    read(body) {
      const salt = body.subarray(0, HEADER.salt);
      const keyAt = HEADER.salt + HEADER.recordSize + HEADER.keyLength;
      const senderKey = body.subarray(keyAt, keyAt + (body[keyAt - 1] ?? 0));
      const record = body.subarray(keyAt + senderKey.length);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, senderKey]);
      const shared = derive(ecdh.computeSecret(senderKey), auth, info, 32);
      const key = derive(shared, salt, 'Content-Encoding: aes128gcm\0', 16);
      const nonce = derive(shared, salt, 'Content-Encoding: nonce\0', 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(record.subarray(-TAG_BYTES));
      const plain = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
      // The last record ends with a 2, and perhaps zeros.
      return plain.subarray(0, plain.lastIndexOf(2)).toString();
    },
  };
}
