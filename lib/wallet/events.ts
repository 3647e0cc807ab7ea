/**
 * Reads the person's event stream into the store. It may break anywhere: the cursor in the store is where the
 * next stream begins, so that no event is missed and none counts twice.
 */

import { EventSourceParserStream } from 'eventsource-parser/stream';
import { platform } from '#platform';
import type { WalletEvent } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { takeInEvent } from '../store/session.ts';
import { showBadge, tellNews, tellPages } from './announce.ts';
import { openEventStream } from './api.ts';
import { noticeTerms } from './draft.ts';
import { beginHistory, fillHistory } from './fill.ts';
import { isWalletEvent } from './generated/checks.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 20_000;

/** The server writes at least every 15 s: a stream that is silent for longer is dead, whatever TCP says. */
const SILENCE_MS = 40_000;

let running: AbortController | undefined;

/** Starts reading if there is a session and nothing reads yet. Called at every start and by the alarm. */
export function startReading(): void {
  if (running) return;
  const controller = new AbortController();
  running = controller;
  void readUntilAborted(controller.signal).finally(() => {
    if (running === controller) running = undefined;
  });
}

/** Starts anew: after another person has signed in. */
export function restartReading(): void {
  running?.abort();
  running = undefined;
  startReading();
}

async function readUntilAborted(signal: AbortSignal): Promise<void> {
  let wait = FIRST_RETRY_MS;
  while (!signal.aborted) {
    const session = await getSingleton('session');
    if (!session) return;
    // Without the first page it is not known from which event on to follow.
    const begun = await beginHistory().catch(() => false);
    const { lastSeq } = (await getSingleton('sync')) ?? { lastSeq: 0 };
    const stream = begun ? await openEventStream(session.accessToken, lastSeq, signal) : null;
    if (stream !== null) void fillOnce(signal);
    if (stream === 'ended') {
      // Asked once more by an ordinary call, which also corrects our clock and ends the session if it is over.
      await callAsPerson(api.wallet, {}).catch(() => undefined);
    } else if (stream?.body) {
      const readAny = await readStream(stream.body, signal).catch(() => false);
      if (readAny) wait = FIRST_RETRY_MS;
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }
}

let isFilling = false;

/** Goes on with the past beside the stream; never twice at once. */
async function fillOnce(signal: AbortSignal): Promise<void> {
  if (isFilling) return;
  isFilling = true;
  await fillHistory(signal).catch((error: unknown) => {
    console.error('moineau: the history is not complete', error);
  });
  isFilling = false;
}

/** @returns whether the stream told anything. */
async function readStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<boolean> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      platform.stayAwake();
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      controller.enqueue(chunk);
    },
  });
  const messages = body
    .pipeThrough(heard, { signal: AbortSignal.any([signal, silence.signal]) })
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  let readAny = false;
  try {
    for await (const message of messages) {
      const event: unknown = JSON.parse(message.data);
      // An event that this version can't read would be skipped for ever: stop, and read it after an update.
      if (!isWalletEvent(event)) return readAny;
      await takeIn(event);
      readAny = true;
    }
  } finally {
    clearTimeout(timer);
  }
  return readAny;
}

async function takeIn(event: WalletEvent): Promise<void> {
  await takeInEvent(event);
  if ('payment' in event) await noticeTerms(event.payment);
  await showBadge();
  await tellPages();
  await tellNews();
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
