import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('labels come from closed lists, whatever is given', async () => {
  const metrics = createMetrics();
  metrics.ordered('confirm', 'done');
  metrics.ordered('confirm', 'done');
  metrics.ordered('@alice', 'to @bob');
  metrics.answered({ route: null, method: 'PROPFIND', status: 404, seconds: 0.1 });
  const text = await metrics.text();
  expect(text).toContain('moineau_orders_total{kind="confirm",outcome="done"} 2');
  expect(text).toContain('moineau_orders_total{kind="other",outcome="other"} 1');
  expect(text).toContain('moineau_http_requests_total{route="none",method="any",status="404"} 1');
  expect(text).not.toMatch(/alice|bob|PROPFIND/);
});

test('batches, replays, housekeeping and top-ups are counted', async () => {
  const metrics = createMetrics();
  metrics.batchDone({ size: 3, seconds: 0.004 });
  metrics.batchDone({ size: 100, seconds: 0.3 });
  metrics.replayed();
  metrics.housekept('sessions', false);
  metrics.topUpsUnresolved(2);
  const text = await metrics.text();
  expect(text).toContain('moineau_batch_orders_sum 103');
  expect(text).toContain('moineau_batch_orders_bucket{le="4"} 1');
  expect(text).toContain('moineau_batch_duration_seconds_bucket{le="0.005"} 1');
  expect(text).toContain('moineau_batch_duration_seconds_count 2');
  expect(text).toContain('moineau_idempotency_replays_total 1');
  expect(text).toContain('moineau_housekeeping_total{task="sessions",outcome="failed"} 1');
  expect(text).toContain('moineau_topups_unresolved 2');
});

test('what is watched is read at each look; what may never happen is there as 0', async () => {
  const metrics = createMetrics();
  let waiting = 5;
  metrics.watch('orders_waiting', () => waiting);
  expect(await metrics.text()).toContain('moineau_orders_waiting 5');
  waiting = 6;
  const text = await metrics.text();
  expect(text).toContain('moineau_orders_waiting 6');
  expect(text).toContain('moineau_requests_shed_total{reason="in_flight"} 0');
});

test('those of the process come when asked for', async () => {
  expect(await createMetrics().text()).not.toContain('process_cpu');
  const text = await createMetrics({ ofProcess: true }).text();
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_seconds',
  ])
    expect(text).toContain(`\n${name} `);
});
