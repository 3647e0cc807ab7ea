import { expect, test } from 'vitest';
import { noteOf } from './pushed.ts';

const bob = { name: 'Bob Martin', handle: 'bob' };
const amount = { amount: '1250', currency: 'EUR' } as const;
const payment_id = 'pay_019a0000-0000-7000-8000-000000000001';

test('money that came in is told by name and amount, and leads to the history', () => {
  const message = { kind: 'payment.received', seq: 7, payment_id, amount, from: bob } as const;
  expect(noteOf(message, 'en')).toEqual({
    title: 'Bob Martin sent you €12.50',
    text: 'The money is in your wallet.',
    tag: payment_id,
    route: '#/history',
  });
  expect(noteOf(message, 'fr').title).toBe('Bob Martin vous a envoyé 12,50\u00a0€');
});

test.each(['en', 'fr'] as const)('where amounts are hidden none is shown: %s', (language) => {
  for (const kind of ['payment.received', 'payment.thanked'] as const) {
    const { title, text } = noteOf({ kind, seq: 7, payment_id, amount: null, from: bob }, language);
    expect(`${title} ${text}`).not.toMatch(/[0-9€]|null/);
  }
});

test('what was written on X and sent nothing leads to where it says why', () => {
  const message = { kind: 'command.refused', seq: 7, command_id: 'cmd_1' } as const;
  expect(noteOf(message, 'en')).toEqual({
    title: 'What you wrote on X sent nothing',
    text: 'See why in your wallet.',
    tag: 'cmd_1',
    route: '#/written',
  });
});

test('what a later server may tell is shown as news: a push that shows nothing costs the permission', () => {
  const later = JSON.parse('{"kind":"payment.later","seq":9}');
  expect(noteOf(later, 'en').title).toBe('Something is new in your wallet');
});
