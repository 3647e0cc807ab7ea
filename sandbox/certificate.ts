/**
 * The sandbox's certificate: self-signed, made on this computer at first start, kept in a state directory.
 * It must never be committed, never be installed in a system's or a person's trust store: the launched
 * browser is told its key's hash, the servers are given it as their CA, and nobody else believes it.
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Every name that the sandbox or the local API answers for. */
const names = [
  'x.com',
  '*.x.com',
  'twitter.com',
  '*.twitter.com',
  'api.x.com',
  'api.stripe.com',
  'api.moineau.example',
  'localhost',
] as const;
const address = '127.0.0.1';

const dayMs = 24 * 60 * 60 * 1000;
const lifetimeMs = 90 * dayMs;
/** Renewed when less than this is left, so that a sandbox that runs for days does not expire under a test. */
const renewBeforeMs = 7 * dayMs;

export type SandboxCertificate = {
  readonly certFile: string;
  readonly keyFile: string;
  /** PEM. Also the CA that our own servers are given. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: base64 of SHA-256 over the public key (SPKI). */
  readonly spkiHash: string;
};

/**
 * The certificate kept in `stateDirectory`, made or renewed when needed. Both files are 0600.
 * @param now for tests: the present moment in milliseconds.
 */
export async function sandboxCertificate(
  stateDirectory: string,
  now: number = Date.now(),
): Promise<SandboxCertificate> {
  const certFile = join(stateDirectory, 'sandbox-cert.pem');
  const keyFile = join(stateDirectory, 'sandbox-key.pem');
  const kept = await readPair(certFile, keyFile);
  const pair = kept && isGood(kept, now) ? kept : await makePair(now);
  if (pair !== kept) {
    await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
    await writePrivately(keyFile, pair.key);
    await writePrivately(certFile, pair.cert);
  }
  return { ...pair, certFile, keyFile, spkiHash: spkiHashOf(pair.cert) };
}

type Pair = { readonly cert: string; readonly key: string };

async function readPair(certFile: string, keyFile: string): Promise<Pair | null> {
  try {
    const pair = { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
    await Promise.all([chmod(certFile, 0o600), chmod(keyFile, 0o600)]);
    return pair;
  } catch {
    return null;
  }
}

/** Whether a kept pair still serves: key and certificate belong together, all names are in it, not near its end. */
function isGood(pair: Pair, now: number): boolean {
  try {
    const certificate = new X509Certificate(pair.cert);
    return (
      certificate.checkPrivateKey(createPrivateKey(pair.key)) &&
      names.every((name) => certificate.subjectAltName?.includes(`DNS:${name}`)) &&
      certificate.checkIP(address) !== undefined &&
      Date.parse(certificate.validFrom) <= now &&
      Date.parse(certificate.validTo) - now > renewBeforeMs
    );
  } catch {
    return false;
  }
}

async function makePair(now: number): Promise<Pair> {
  const made = await generate([{ name: 'commonName', value: 'Moineau sandbox (this computer only)' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A day back: a browser whose clock is a little late must not refuse it.
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + lifetimeMs),
    extensions: [
      // Not a CA: whoever gets this key can't sign another certificate with it.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: address }],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Written aside, then renamed: a reader never sees half a file, and it is private from its first byte. */
async function writePrivately(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}.new`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, file);
}

function spkiHashOf(cert: string): string {
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
