/** docs/OPERATING.md is complete: every setting, every metric, every limit of time, and none that is not there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { databaseTimes, readConfig, settingNames } from './config.ts';
import { HANDLER_TIMEOUT_MS } from './http/register.ts';
import { clientTimes } from './http/server.ts';
import { createMetrics } from './ops/metrics.ts';
import { testEnvironment } from './testing/api.ts';

const page = await readFile(join(import.meta.dirname, '../docs/OPERATING.md'), 'utf8');
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
/** The first cells of the tables of a section. */
const rows = (title: string) => [...section(title).matchAll(/^\| (.+?) +\| (.*?) *\|/gm)];

test('every setting is explained, and no other', () => {
  const explained = rows('Settings').flatMap(([, name = '']) => /^`([A-Z0-9_]+)`$/.exec(name)?.[1] ?? []);
  expect(explained.toSorted()).toEqual([...settingNames].toSorted());
});

test('their defaults are those of the page', () => {
  const config = readConfig(
    testEnvironment('postgresql://localhost/x', { PUBLIC_ORIGIN: '', MAX_EVENT_LOOP_DELAY_MS: '' }),
  );
  const settings = config as unknown as Record<string, unknown>;
  for (const [, name = '', fallback = ''] of rows('Settings')) {
    const value = /^`(.+)`$/.exec(fallback)?.[1];
    if (value !== undefined) expect([name, String(settings[name.slice(1, -1)])]).toEqual([name, value]);
  }
});

test('every metric of ours is explained, and no other', async () => {
  const metrics = createMetrics();
  const watched = [
    ...(['http_requests_in_flight', 'event_streams', 'database_connections', 'database_waiting'] as const),
    ...([
      'database_connections_in_use',
      'orders_waiting',
      'pin_checks_running',
      'pin_checks_waiting',
    ] as const),
  ];
  for (const name of watched) metrics.watch(name, () => 0);
  const names = [...(await metrics.text()).matchAll(/^# HELP (\S+)/gm)].map(([, name]) => name);
  const explained = rows('Metrics').flatMap(([, name = '']) => /^`(moineau_\w+)`$/.exec(name)?.[1] ?? []);
  expect(explained.toSorted()).toEqual(names.toSorted());
});

test('the limits of time are those of the page, each shorter than the next', () => {
  const times = rows('Times').flatMap(([, , milliseconds = '']) => Number(milliseconds) || []);
  const { headers, request, silence, idle } = clientTimes;
  const { connect, lock, statement, idleInTransaction, answer } = databaseTimes;
  const partners = [10_000, 20_000];
  expect(times).toEqual([
    ...[headers, request, silence, idle, connect, lock, statement, idleInTransaction, answer],
    ...[...partners, HANDLER_TIMEOUT_MS],
  ]);
  const ladder = [lock, statement, answer, HANDLER_TIMEOUT_MS, silence];
  expect(ladder).toEqual(ladder.toSorted((one, other) => one - other));
});

test.each([
  ['METRICS_FROM', 'localhost'],
  ['MAX_REQUESTS_IN_FLIGHT', '0'],
  ['TRACES_RATIO', '1.1'],
  ['SHUTDOWN_DELAY_MS', '-1'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'here'],
])('%s is not %s', (name, value) => {
  const environment = testEnvironment('postgresql://localhost/x', { [name]: value });
  expect(() => readConfig(environment)).toThrow(name);
});
