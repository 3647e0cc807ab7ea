import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

test('for somebody who has hung up nothing is begun, and nothing counts as a fault', async () => {
  const answered: number[] = [];
  api.app.addHook('preHandler', async ({ raw: { socket } }) => {
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
  });
  const done = new Promise<void>((resolve) => {
    api.app.addHook('onSend', async (_request, { statusCode }) => {
      answered.push(statusCode);
      resolve();
    });
  });
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  await expect(fetch(`${address}/v1/devices`)).rejects.toThrow();
  await done;
  expect(answered).toEqual([503]);
  expect(api.log.filter((line) => line.includes('a fault'))).toEqual([]);
});
