/** People with wallets, devices and sessions, put into the database at once: signing in is not what is measured. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { v7 } from 'uuid';
import { ask } from '../support/cluster.ts';
import { openWallets } from '../support/wallets.ts';

export type DeviceKey = { readonly privateKey: KeyObject; readonly jwk: JWK; readonly jkt: string };

/** A person as his own device knows him. */
export type BenchPerson = {
  readonly id: string;
  readonly xUserId: string;
  readonly handle: string;
  readonly name: string;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly key: DeviceKey;
  /** The last value of the device's counter that was used. */
  useCounter: number;
};

/** Makes so many people who are signed in, each with 5,000 € in the wallet. */
export async function admitPeople(databaseUrl: string, count: number): Promise<BenchPerson[]> {
  const people: BenchPerson[] = [];
  for (let number = 0; number < count; number++) people.push(personOf(number, await createKey()));
  const column = <Value>(of: (person: BenchPerson) => Value) => people.map(of);
  const ids = column(({ id }) => id);
  await ask(
    databaseUrl,
    `insert into people (id, x_user_id, handle, name)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])`,
    [ids, column(({ xUserId }) => xUserId), column(({ handle }) => handle), column(({ name }) => name)],
  );
  await ask(
    databaseUrl,
    `insert into devices (id, person_id, name, jwk, jkt)
       select id, person_id, 'bench', jwk, jkt from unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::text[]) d (id, person_id, jwk, jkt)`,
    [
      column(({ deviceId }) => deviceId),
      ids,
      column(({ key }) => JSON.stringify(key.jwk)),
      column(({ key }) => key.jkt),
    ],
  );
  await ask(
    databaseUrl,
    `insert into sessions (token_hash, person_id, device_id, jkt, expires_at)
       select token_hash, person_id, device_id, jkt, clock_timestamp() + interval '1 day'
         from unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::text[]) s (token_hash, person_id, device_id, jkt)`,
    [
      column(({ accessToken }) => createHash('sha256').update(accessToken).digest()),
      ids,
      column(({ deviceId }) => deviceId),
      column(({ key }) => key.jkt),
    ],
  );
  await openWallets(databaseUrl, ids);
  return people;
}

async function createKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as JWK;
  return { privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) };
}

function personOf(number: number, key: DeviceKey): BenchPerson {
  return {
    ...{ id: v7(), deviceId: v7(), key, useCounter: 0 },
    xUserId: String(1_700_000_000_000_000_000n + BigInt(number)),
    handle: `sparrow_${number}`,
    name: `Sparrow ${number}`,
    accessToken: createHash('sha256').update(`token of ${number}`).digest('base64url'),
  };
}
