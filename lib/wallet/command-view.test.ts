/** What the line beside an editor says of every kind of command, in both languages. */
import { describe, expect, it } from 'vitest';
import * as accept from '../command/cases/accept.ts';
import * as ask from '../command/cases/ask.ts';
import * as none from '../command/cases/none.ts';
import * as refuse from '../command/cases/refuse.ts';
import type { CommandDraft } from '../messages.ts';
import { commandWords } from '../words/command.ts';
import { viewCommand } from './command-view.ts';

const cases = [accept, ask, none, refuse].flatMap((tables) => Object.values(tables).flat());

const draft = (text: string, more: Partial<CommandDraft> = {}): CommandDraft => ({
  place: 'composer',
  text,
  replyTo: null,
  author: 'alice',
  language: 'fr',
  ...more,
});
const view = (text: string, more: Partial<CommandDraft> = {}) => viewCommand(draft(text, more));
/** The characters that the view underlines. */
const underlined = (text: string) => view(text)?.spans.map(({ start, end }) => text.slice(start, end));

describe('a command that can be carried out', () => {
  it('is named with payee, amount and memo', () => {
    expect(view('#envoyer 10€ @bob pour la pizza')).toEqual({
      kind: 'payment',
      text: '10,00\u00a0€ à @bob · « la pizza »',
      spans: [
        { start: 9, end: 12 },
        { start: 13, end: 17 },
      ],
      fix: null,
      pay: { alone: 'Payer sans publier', posting: 'Publier et payer' },
    });
    expect(view('#send €10 @bob', { language: 'en' })?.text).toBe('€10.00 to @bob');
  });

  it('says to whom where nobody is named, and only there', () => {
    expect(view('#send 10 €', { replyTo: 'bob', language: 'en' })?.text).toBe(
      '€10.00 to @bob, whom you answer',
    );
    expect(view('#send 10 € @chloe', { replyTo: 'bob', language: 'en' })?.text).toBe('€10.00 to @chloe');
  });

  it('gives each of several the amount, and the sum', () => {
    expect(view('#payer 5 € @a et @b', {})?.text).toBe(
      '5,00\u00a0€ à chacun : @a, @b (10,00\u00a0€ en tout)',
    );
  });

  it('has another name for sending in the chat', () => {
    expect(view('#payer 5 € @a', { place: 'chat' })?.pay?.posting).toBe('Envoyer et payer');
  });
});

describe('what is wrong', () => {
  it('is quoted and underlined', () => {
    expect(view('#envoyer 10 $ @bob')?.text).toBe('« 10 $ » : Moineau n’envoie que des euros.');
    expect(underlined('#envoyer 10 $ @bob')).toEqual(['10 $']);
    expect(view('#envoyer 10 €')).toMatchObject({
      kind: 'ask',
      text: 'À qui ? Ajoutez un @pseudo.',
      pay: null,
    });
  });

  it('can be mended where there is one way to: a number as euros', () => {
    const text = '#envoyer 10 @bob';
    const fix = view(text)?.fix;
    expect(fix).toEqual({ label: 'Écrire 10,00\u00a0€', text: '10,00\u00a0€', start: 9, end: 11 });
    const mended = text.slice(0, fix?.start) + fix?.text + text.slice(fix?.end);
    expect(view(mended)?.text).toBe('10,00\u00a0€ à @bob');
    expect(view('#envoyer 1.000 @bob')?.fix).toBeNull();
  });

  it('shows what can’t be seen (T08)', () => {
    expect(view('#envoyer 10€ @b\u200bob')?.text).toContain('[U+200B]');
    const turned = view('#envoyer 10€ @bob\u202e')?.text ?? '';
    expect(turned).not.toMatch(/\u202e/);
  });

  it('never repeats more of a text than a line holds', () => {
    const text = view(`#envoyer 10€ @${'x'.repeat(5_000)}`)?.text ?? '';
    expect(text.length).toBeLessThan(200);
  });
});

it('is nothing for a text without a command', () => {
  expect(view('Merci pour les 10€')).toBeNull();
  expect(view('« #envoyer 10€ @bob »')).toBeNull();
});

describe.each(['fr', 'en'] as const)('words in %s', (language) => {
  const words = commandWords[language];

  it('are one sentence for every question and reason, none the same as another', () => {
    const all = [...Object.values(words.questions), ...Object.values(words.reasons)].map((say) => say('«x»'));
    expect(new Set(all).size).toBe(all.length);
    for (const text of all) expect(text).toMatch(/^[«\p{Lu}\d].*[.?]$/u);
  });

  it('answer every case of the grammar, with spans inside the text', () => {
    for (const [text, expected, context] of cases) {
      const found = viewCommand({
        ...draft(text, { language }),
        replyTo: context?.replyTo ?? null,
        author: context?.author ?? null,
      });
      expect(found === null, text).toBe(expected === 'null');
      if (!found) continue;
      expect(found.text.length, text).toBeGreaterThan(5);
      expect(found.text, text).not.toMatch(/undefined|null|NaN|\[object/);
      for (const { start, end } of found.spans) {
        expect(0 <= start && start < end && end <= text.length, text).toBe(true);
      }
    }
  });
});
