import { expect, test } from 'vitest';
import type { Desk, DeskOrder } from '../payments/desk.ts';
import { counted } from './counted.ts';
import { createMetrics } from './metrics.ts';

test('orders are counted by what became of them, and pass unchanged', async () => {
  const metrics = createMetrics();
  const outcomes = [
    async () => ({ status: 200, body: 'a payment' }),
    async () => ({ status: 402, body: { code: 'insufficient_funds' } }),
    async () => {
      throw new Error('connection lost');
    },
  ];
  const idle = async () => undefined;
  const run = () => (outcomes.shift() ?? idle)() as ReturnType<Desk['run']>;
  const desk = counted({ run, waiting: () => 0, idle }, metrics);
  const order = { act: { do: 'expire', personId: null } } as DeskOrder;
  expect((await desk.run(order)).body).toBe('a payment');
  expect((await desk.run(order)).status).toBe(402);
  await expect(desk.run(order)).rejects.toThrow('connection lost');
  const text = await metrics.text();
  for (const outcome of ['done', 'insufficient_funds', 'outcome_unknown'])
    expect(text).toContain(`moineau_orders_total{kind="expire",outcome="${outcome}"} 1`);
});
