import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCertificate } from './certificate.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('the sandbox certificate', () => {
  let directory: string;
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'moineau-cert-')), 'state');
  });
  afterEach(async () => rm(join(directory, '..'), { recursive: true }));

  it('is for every name of the sandbox and can sign nothing else', async () => {
    const { cert, spkiHash } = await sandboxCertificate(directory);
    const certificate = new X509Certificate(cert);
    const names = [
      'x.com',
      'pro.x.com',
      'mobile.twitter.com',
      'api.x.com',
      'api.stripe.com',
      'api.moineau.example',
    ];
    for (const name of [...names, 'localhost']) expect(certificate.checkHost(name), name).toBeDefined();
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('example.com')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(spkiHash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });

  it('is kept from one start to the next, readable by its owner alone', async () => {
    const first = await sandboxCertificate(directory);
    const second = await sandboxCertificate(directory);
    expect(second).toEqual(first);
    for (const file of [first.certFile, first.keyFile]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is renewed a week before its end, and not earlier', async () => {
    const now = Date.now();
    const first = await sandboxCertificate(directory, now);
    expect((await sandboxCertificate(directory, now + 80 * dayMs)).spkiHash).toBe(first.spkiHash);
    expect((await sandboxCertificate(directory, now + 84 * dayMs)).spkiHash).not.toBe(first.spkiHash);
  });

  it('is made anew when the files are damaged or do not belong together', async () => {
    const first = await sandboxCertificate(directory);
    await writeFile(first.certFile, 'not a certificate');
    const second = await sandboxCertificate(directory);
    expect(second.spkiHash).not.toBe(first.spkiHash);
    await writeFile(second.keyFile, first.key);
    expect((await sandboxCertificate(directory)).key).not.toBe(first.key);
  });
});
