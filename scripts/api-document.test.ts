import { expect, it } from 'vitest';
import { EVENTS_PATH, STATEMENT_PATH } from '../lib/protocol/index.ts';
import { createTestApi, ORIGIN } from '../server/testing/api.ts';
import { apiDocument } from './generate-client.ts';

it('the client is made from the very document that the server answers, but for the two answers that are no JSON', async () => {
  const api = await createTestApi();
  try {
    const served = (await api.app.inject('/openapi.json')).json();
    // No JSON is answered there: a stream, and a file.
    for (const path of [EVENTS_PATH, STATEMENT_PATH]) delete served.paths[path];
    expect(await apiDocument(ORIGIN)).toEqual(served);
  } finally {
    await api.close();
  }
});
