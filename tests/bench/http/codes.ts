/** Codes: one that is chosen over the API, everybody's from then on; and how many checks argon2id alone allows. */
import { availableParallelism } from 'node:os';
import { verify } from '@node-rs/argon2';
import { canonicalPinChoice } from '../../../lib/protocol/index.ts';
import { toWireId } from '../../../server/ids.ts';
import { PIN, testEnvironment } from '../../../server/testing/api.ts';
import { ask } from '../support/cluster.ts';
import type { Contender } from '../support/rounds.ts';
import type { BenchApi } from './api.ts';
import type { BenchPerson } from './people.ts';
import { headersOf, signAs } from './signing.ts';

/** Has one person choose a code, and gives the same to everybody else. Returns its hash, as the server made it. */
export async function chooseCodes(databaseUrl: string, api: BenchApi, person: BenchPerson): Promise<string> {
  person.useCounter++;
  const bytes = canonicalPinChoice({
    ...{ personId: toWireId('per', person.id), deviceId: toWireId('dev', person.deviceId) },
    useCounter: person.useCounter,
  });
  const body = { pin: PIN, signature: signAs(person.key, bytes), use_counter: person.useCounter };
  const line = { method: 'PUT', path: '/v1/pin', body } as const;
  const response = await fetch(`${api.address}${line.path}`, {
    ...{ method: line.method, body: JSON.stringify(body) },
    headers: headersOf(person, line, Math.floor(Date.now() / 1_000)),
  });
  if (response.status !== 204) throw new Error(`the code was not accepted: ${await response.text()}`);
  await ask(
    databaseUrl,
    `insert into pins (person_id, hash)
       select p.id, pins.hash from people p, pins where pins.person_id = $1 and p.id <> $1`,
    [person.id],
  );
  const [row] = await ask<{ hash: string }>(databaseUrl, 'select hash from pins where person_id = $1', [
    person.id,
  ]);
  if (!row) throw new Error('no code');
  return row.hash;
}

/** Checks of a code a second, and nothing else: the same library, threads and cost (which stands in the hash). */
export function argonAlone(hash: string, seconds: number): Contender {
  const secret = Buffer.from(testEnvironment('').PIN_PEPPER ?? '');
  return {
    ...{ name: 'argon2id.alone', unit: 'checks/s' },
    async run() {
      let checked = 0;
      const start = performance.now();
      const end = start + seconds * 1_000;
      const worker = async () => {
        while (performance.now() < end) {
          if (!(await verify(hash, PIN, { secret }))) throw new Error('the code is another one');
          checked++;
        }
      };
      // Two for each core, so that none of them ever waits for this thread.
      await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker));
      return { value: checked / ((performance.now() - start) / 1_000), n: checked };
    },
  };
}
