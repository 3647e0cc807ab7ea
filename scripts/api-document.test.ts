import { expect, it } from 'vitest';
import { EVENTS_PATH } from '../lib/protocol/index.ts';
import { createTestApi, ORIGIN } from '../server/testing/api.ts';
import { apiDocument } from './generate-client.ts';

it('the client is made from the very document that the server answers', async () => {
  const api = await createTestApi();
  try {
    const served = (await api.app.inject('/openapi.json')).json();
    delete served.paths[EVENTS_PATH];
    expect(await apiDocument(ORIGIN)).toEqual(served);
  } finally {
    await api.close();
  }
});
