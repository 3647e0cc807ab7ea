import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { PATIENCE } from '../../tests/support/patience.ts';
import type { HistoryPage } from '../protocol/index.ts';
import { bob, samplePage, samplePayment, sampleRequest } from '../protocol/samples.fixture.ts';
import { getSingleton } from '../store/database.ts';
import { listPayments } from '../store/payments.ts';
import { beginSession } from '../store/session.ts';

const openEventStream = vi.hoisted(() => vi.fn());
const call = vi.hoisted(() => vi.fn());
const tellNews = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock('./api.ts', () => ({ openEventStream, call }));
vi.mock('./announce.ts', () => ({
  tellNews,
  showBadge: async () => undefined,
  tellPages: async () => undefined,
}));

const { restartReading } = await import('./events.ts');

const payment = (serial: number) => samplePayment(serial, { direction: 'in' });
const received = (seq: number) => {
  const event = { seq, at: '2026-11-23T12:01:00.000Z', type: 'payment.received', payment: payment(seq) };
  return `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`;
};

/** A stream that says this, in pieces cut anywhere, and then stays open or breaks. */
function stream(text: string, end: 'open' | 'broken' = 'open'): Response {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      if (end === 'broken') controller.close();
    },
  });
  return new Response(body);
}

beforeEach(async () => {
  fakeBrowser.reset();
  openEventStream.mockReset();
  tellNews.mockClear();
  call.mockReset();
  call.mockResolvedValue({ kind: 'unknown' });
  await begin(samplePage());
});

const begin = async (first: HistoryPage | null) => {
  await beginSession(
    {
      accessToken: 'token',
      expiresAt: '2027-01-01T00:00:00.000Z',
      deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
      person: bob,
      pinSet: true,
    },
    first,
  );
};

afterEach(() => {
  // The next restart ends this reader; the last one ends with its process.
  openEventStream.mockResolvedValue(null);
});

const sync = () => getSingleton('sync');

it('takes in events that arrive in pieces, and tells of each', async () => {
  openEventStream.mockResolvedValueOnce(stream(`: hello\n\n${received(1)}${received(2)}`));
  restartReading();
  await vi.waitFor(async () => expect(await sync()).toMatchObject({ lastSeq: 2, unseen: 2 }), PATIENCE);
  expect(tellNews).toHaveBeenCalledTimes(2);
});

it('goes on where a broken stream ended, and counts nothing twice', async () => {
  openEventStream.mockResolvedValueOnce(stream(received(1), 'broken'));
  openEventStream.mockResolvedValueOnce(stream(`${received(1)}${received(2)}`));
  restartReading();
  await vi.waitFor(async () => expect(await sync()).toMatchObject({ lastSeq: 2, unseen: 2 }), PATIENCE);
  expect(openEventStream.mock.calls.map(([, lastSeq]) => lastSeq)).toEqual([0, 1]);
  expect((await sync())?.untold).toHaveLength(2);
});

it('takes in what tells of requests, and rings for the money alone', async () => {
  const told = ['request.received', 'request.updated'].map((type, i) => {
    const event = { seq: i + 1, at: '2026-11-23T12:01:00.000Z', type, request: sampleRequest(1) };
    return `id: ${i + 1}\ndata: ${JSON.stringify(event)}\n\n`;
  });
  openEventStream.mockResolvedValueOnce(stream(`${told.join('')}${received(3)}`));
  restartReading();
  await vi.waitFor(async () => expect(await sync()).toMatchObject({ lastSeq: 3, unseen: 1 }), PATIENCE);
  expect((await sync())?.untold).toHaveLength(1);
});

it('stops before an event it can’t read, so that an updated version reads it', async () => {
  const strange = `id: 2\ndata: {"seq":2,"at":"2026-11-23T12:01:00.000Z","type":"pot.closed"}\n\n`;
  openEventStream.mockResolvedValueOnce(stream(`${received(1)}${strange}${received(3)}`));
  restartReading();
  await vi.waitFor(() => expect(openEventStream.mock.calls.length).toBeGreaterThan(1), PATIENCE);
  expect(await sync()).toMatchObject({ lastSeq: 1, unseen: 1 });
});

it('fills a long history by pages beside the stream, and goes on where it was stopped', async () => {
  await begin(null);
  const page = (serials: number[], next: string | null) => ({
    kind: 'done',
    value: samplePage(serials.map(payment), { has_more: next !== null, next_cursor: next, as_of_seq: 7 }),
  });
  const asked: (string | undefined)[] = [];
  let down = true;
  call.mockImplementation(async (_operation: unknown, _token: string, { cursor }: { cursor?: string }) => {
    asked.push(cursor);
    if (cursor === 'c' && down) {
      down = false;
      return { kind: 'unknown' };
    }
    return cursor === undefined ? page([6, 5], 'b') : cursor === 'b' ? page([4, 3], 'c') : page([2, 1], null);
  });
  openEventStream.mockResolvedValueOnce(stream(received(8), 'broken'));
  openEventStream.mockResolvedValueOnce(stream(''));
  restartReading();
  await vi.waitFor(async () => expect(await sync()).toMatchObject({ lastSeq: 8, fill: null }), PATIENCE);
  expect(asked).toEqual([undefined, 'b', 'c', 'c']);
  expect(openEventStream.mock.calls[0]?.[1]).toBe(7);
  expect((await listPayments({ limit: 20 })).map(({ id }) => id)).toEqual(
    [8, 6, 5, 4, 3, 2, 1].map((serial) => payment(serial).id),
  );
  expect((await sync())?.unseen).toBe(1);
});
