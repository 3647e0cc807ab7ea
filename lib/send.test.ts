import { afterEach, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { send } from './send.ts';

const stopped = new Error('The message port closed before a response was received.');
const answered = { ok: true, value: null };
const asked = vi.spyOn(browser.runtime, 'sendMessage');

afterEach(() => asked.mockReset());

it('T37 asks the next worker when the first one was stopped, with the same message', async () => {
  asked.mockRejectedValueOnce(stopped).mockResolvedValueOnce(answered as never);
  expect(await send('wallet.draft_order', {})).toEqual(answered);
  expect(asked.mock.calls[0]).toEqual(asked.mock.calls[1]);
});

it('gives up after the fifth, as a value', async () => {
  asked.mockRejectedValue(stopped);
  expect(await send('wallet.view', {})).toMatchObject({ ok: false, error: { code: 'refused_message' } });
  expect(asked).toHaveBeenCalledTimes(5);
});

it('never repeats by itself what has no key of its own yet: a card is not charged twice', async () => {
  asked.mockRejectedValue(stopped);
  await send('wallet.top_up', { amountMinor: '2000', paymentMethod: 'pm_card_visa' });
  expect(asked).toHaveBeenCalledTimes(1);
});
