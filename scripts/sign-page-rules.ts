/**
 * `npm run page-rules:sign`: makes and signs page rules, far from any server.
 *
 *   -- --new-key KEY.pem          a new private key (never committed, never on the API's machine); prints the public one,
 *                                 which goes into the build as MOINEAU_PAGE_RULES_KEY
 *   -- --key KEY.pem RULES.json OUT.json
 *                                 signs a document; OUT.json is what the API serves (PAGE_RULES_FILE)
 *
 * Refuses a document that the extension would refuse: not of its form, of a selector that this build doesn't know or no
 * browser reads, expired, or with a serial that isn't above the one in OUT.json.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PageRulesDocument, SignedPageRules } from '../lib/protocol/index.ts';
import { readPageRules, signedBytes } from '../lib/wallet/page-rules-judge.ts';
import { isSelectorName } from '../lib/x/rules.ts';
import { parsePage } from './x-read.ts';

/** The public key as the build takes it: raw, base64url. */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
}

/** @throws Error saying what of the document the extension would refuse */
export function signPageRules(document: unknown, privateKey: KeyObject): SignedPageRules {
  const rules = PageRulesDocument.parse(document);
  const page = parsePage('');
  for (const [name, list] of Object.entries(rules.selectors)) {
    if (!isSelectorName(name)) throw new Error(`"${name}" is no selector of this build`);
    for (const selector of list) page.querySelector(selector);
  }
  const payload = Buffer.from(JSON.stringify(rules)).toString('base64url');
  const signature = sign(null, signedBytes(payload), privateKey).toString('base64url');
  return SignedPageRules.parse({ payload, signature });
}

function readKey(file: string): KeyObject {
  const key = createPrivateKey(readFileSync(file, 'utf8'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`);
  return key;
}

function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  // `wx`: a key that is there is never written over.
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  console.log(publicKeyOf(privateKey));
}

async function signFile(key: KeyObject, source: string, target: string): Promise<void> {
  const document: unknown = JSON.parse(readFileSync(source, 'utf8'));
  const signed = signPageRules(document, key);
  const rules = PageRulesDocument.parse(document);
  const last = existsSync(target) ? SignedPageRules.parse(JSON.parse(readFileSync(target, 'utf8'))) : null;
  const lastSerial = last
    ? PageRulesDocument.parse(JSON.parse(Buffer.from(last.payload, 'base64url').toString())).serial
    : 0;
  if (rules.serial <= lastSerial) throw new Error(`serial ${rules.serial} is not above ${lastSerial}`);
  const judge = {
    publicKey: publicKeyOf(key),
    now: new Date(),
    version: rules.extension.from,
    seenSerial: 0,
  };
  const reading = await readPageRules(signed, judge);
  if (!reading.ok) throw new Error(`the extension would refuse it: ${reading.why}`);
  // In one step: the API never reads half of it.
  writeFileSync(`${target}.new`, `${JSON.stringify(signed)}\n`);
  renameSync(`${target}.new`, target);
  console.log(`serial ${rules.serial}, good until ${rules.expires_at}: ${target}`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { 'new-key': { type: 'string' }, key: { type: 'string' } },
    allowPositionals: true,
  });
  const at = (file: string) => resolve(process.env.INIT_CWD ?? '.', file);
  const [source, target] = positionals;
  if (values['new-key']) makeKey(at(values['new-key']));
  else if (values.key && source && target) await signFile(readKey(at(values.key)), at(source), at(target));
  else {
    console.error('Usage: npm run page-rules:sign -- --new-key KEY.pem | --key KEY.pem RULES.json OUT.json');
    return 2;
  }
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(`page-rules:sign: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
