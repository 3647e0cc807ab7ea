/**
 * What `curl` can't do by itself: keep a device's key, prove that a request comes from it (DPoP, RFC 9449), and sign
 * what the API asks to be signed. Node 20 or later, no dependencies. See recipes/pay.md for its use.
 *
 *   node sign.mjs key KEYFILE                                 makes a key, unless the file is there
 *   node sign.mjs dpop KEYFILE METHOD URL [ACCESS_TOKEN]      prints a DPoP proof, for one request
 *   node sign.mjs confirm KEYFILE SESSION PAYMENT PIN         prints the body that confirms a payment, or a split
 *   node sign.mjs pin KEYFILE SESSION PIN                     prints the body that chooses a code
 *   node sign.mjs unlock KEYFILE SESSION PIN                  prints the body that unlocks an idle session
 *
 * SESSION and PAYMENT are files with the API's answers. For trying the API out: a real device keeps its key where it
 * can't be read (WebCrypto, a secure element), and never takes a code from a command line.
 */
import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const commands = { key, dpop, confirm, pin: act('pin.choose'), unlock: act('session.unlock') };

const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : usage;
command(...args);

/** The key file: the key pair as a JWK, and the number of times that it has signed something for good. */
function key(file) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const made = { jwk: privateKey.export({ format: 'jwk' }), use_counter: 0 };
  try {
    // Not over another key: whoever loses his key loses his device.
    writeFileSync(given(file), JSON.stringify(made), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** A JWT with the public key in its header, for one method and address. Good for a minute, and for one request. */
function dpop(file, method, url, accessToken) {
  const { jwk } = readJson(file);
  const { kty, crv, x, y } = jwk;
  const address = new URL(given(url));
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = {
    htm: given(method),
    // Without query and fragment.
    htu: address.origin + address.pathname,
    jti: randomUUID(),
    iat: Math.floor(Date.now() / 1000),
    // Not with the first two requests of a sign-in: there is no token yet.
    ...(accessToken ? { ath: createHash('sha256').update(accessToken).digest('base64url') } : {}),
  };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  process.stdout.write(`${signed}.${signature(jwk, signed)}`);
}

/** Signs the terms of a payment or a split, this device and its counter; nothing else is ever confirmed. */
function confirm(file, sessionFile, paymentFile, code) {
  const { device_id } = readJson(sessionFile);
  const { terms } = readJson(paymentFile);
  if (!terms) throw new Error('this does not wait for a confirmation of yours');
  const { jwk, use_counter } = nextUse(file);
  const signed = canonical({ ...terms, device_id, use_counter });
  const confirmation = { pin: given(code), signature: signature(jwk, signed), use_counter };
  // A split has no versions: its terms never change.
  print(terms.version === undefined ? confirmation : { version: terms.version, ...confirmation });
}

/** What is no payment. The code itself is not signed: what is signed is kept in more places than a code may be. */
function act(action) {
  return (file, sessionFile, code) => {
    const { device_id, person } = readJson(sessionFile);
    const { jwk, use_counter } = nextUse(file);
    const signed = canonical({ v: 1, action, person_id: person.id, device_id, use_counter });
    print({ pin: given(code), signature: signature(jwk, signed), use_counter });
  };
}

/** Written down before it is used: a counter that comes twice looks like a stolen key, and the device is shut out. */
function nextUse(file) {
  const kept = readJson(file);
  const next = { ...kept, use_counter: kept.use_counter + 1 };
  writeFileSync(file, JSON.stringify(next));
  return next;
}

/** RFC 8785, for what the API has signed: texts, whole numbers, null, lists and objects. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
  }
  if (value !== null && typeof value !== 'string' && !Number.isSafeInteger(value))
    throw new Error('only texts and whole numbers are signed');
  return JSON.stringify(value);
}

/** ES256 as JOSE and WebCrypto write it: r‖s, 64 bytes, base64url. */
function signature(jwk, text) {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );
}

function readJson(file) {
  return JSON.parse(readFileSync(given(file), 'utf8'));
}

function print(body) {
  process.stdout.write(JSON.stringify(body));
}

function given(argument) {
  if (argument === undefined || argument === '') usage();
  return argument;
}

function usage() {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  process.stderr.write(`${source.match(/ {3}node sign\.mjs .*/g).join('\n')}\n`);
  process.exit(2);
}
