// @vitest-environment jsdom
/** Features that are switched, join late, fail; rules and messages as they come in; and nothing left behind. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findAll } from '../../lib/x/find.ts';
import { noRules, PAGE_RULES_KEY } from '../../lib/x/kept-rules.ts';
import { cell, tweet } from '../../lib/x/page.fixture.ts';
import { applySelectors, asPageRules, inForce } from '../../lib/x/rules.ts';
import { selectors } from '../../lib/x/selectors.ts';
import { createSwitches } from '../../lib/x/switches.ts';
import { askOf } from './extension.ts';
import { openInbox } from './inbox.ts';
import { joinPage, openToFeatures } from './join.ts';
import { type Opened, openX } from './page.fixture.ts';
import { type Feature, runFeatures } from './page.ts';
import { followRules } from './rules.ts';

let opened: Opened | null = null;
let controller: AbortController;

beforeEach(() => {
  controller = new AbortController();
});
afterEach(() => {
  opened?.abort();
  opened = null;
  controller.abort();
  applySelectors(noRules, document);
  vi.restoreAllMocks();
});

/** A feature that leaves a mark in the page, and takes it away. */
function marking(name: string): Feature & { starts: number } {
  const feature = {
    name,
    starts: 0,
    init(page: Parameters<Feature['init']>[0]) {
      feature.starts++;
      const mark = page.document.createElement('moineau-chip');
      mark.id = name;
      page.document.body.append(mark);
      page.signal.addEventListener('abort', () => mark.remove());
    },
  };
  return feature;
}
const marks = () => [...document.querySelectorAll('moineau-chip')].map(({ id }) => id);

describe('switches', () => {
  it('stop one feature and start it again, and no other', async () => {
    opened = await openX(cell(tweet()), []);
    const [one, two] = [marking('one'), marking('two')];
    const switches = createSwitches();
    runFeatures([one, two], opened.page, switches);
    expect(marks()).toEqual(['one', 'two']);
    switches.set(['one']);
    expect(marks()).toEqual(['two']);
    switches.set([]);
    expect(marks()).toEqual(['two', 'one']);
    expect([one.starts, two.starts]).toEqual([2, 1]);
    opened.abort();
    expect(marks()).toEqual([]);
    switches.set([]);
    expect(marks()).toEqual([]);
  });

  it('hold for a feature that joins later, once however often its script comes', async () => {
    opened = await openX('', []);
    const switches = createSwitches();
    const world = {};
    openToFeatures(runFeatures([], opened.page, switches), opened.page.signal, world);
    const late = marking('late');
    switches.set(['late']);
    joinPage(late, world);
    joinPage(late, world);
    expect(late.starts).toBe(0);
    switches.set([]);
    expect([late.starts, marks()]).toEqual([1, ['late']]);
    opened.abort();
    expect(marks()).toEqual([]);
    joinPage(marking('orphan'), world);
    expect(marks()).toEqual([]);
  });

  it('let go of what a feature had begun before it failed', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    opened = await openX('', []);
    const broken: Feature = {
      name: 'broken',
      init(page) {
        marking('half').init(page);
        throw new Error('at its start');
      },
    };
    runFeatures([broken, marking('whole')], opened.page);
    expect(marks()).toEqual(['whole']);
  });
});

describe('rules', () => {
  function fakeStorage(kept: unknown) {
    const listeners = new Set<(changes: Record<string, { newValue?: unknown }>, area: string) => void>();
    return {
      listeners,
      local: { get: async () => ({ [PAGE_RULES_KEY]: kept }) },
      onChanged: {
        addListener: (listener: never) => void listeners.add(listener),
        removeListener: (listener: never) => void listeners.delete(listener),
      },
    };
  }

  it('are in force before the first feature starts, follow changes, and end with the page', async () => {
    const switches = createSwitches();
    const kept = fakeStorage({ selectors: { reply: ['[data-new]'] }, off: ['composer'] });
    const { signal } = controller;
    await followRules(kept, switches, { document, signal });
    expect(switches.isOn('composer')).toBe(false);
    expect(inForce('reply')).toEqual(['[data-new]', ...selectors.reply]);
    for (const listener of kept.listeners) listener({ [PAGE_RULES_KEY]: { newValue: noRules } }, 'local');
    expect(switches.isOn('composer')).toBe(true);
    expect(inForce('reply')).toEqual(selectors.reply);
    controller.abort();
    expect(kept.listeners.size).toBe(0);
  });

  it('that can’t be read leave the build’s own', async () => {
    const broken = { ...fakeStorage(null), local: { get: () => Promise.reject(new Error('gone')) } };
    await followRules(broken, createSwitches(), { document, signal: controller.signal });
    expect(inForce('reply')).toEqual(selectors.reply);
    for (const kept of [
      undefined,
      null,
      1,
      'x',
      [],
      { selectors: 1, off: 'all' },
      { selectors: { reply: 'a' } },
    ]) {
      expect(asPageRules(kept)).toEqual(noRules);
    }
  });

  it('go before the build’s own selectors, which still count; what no browser reads is left out', () => {
    document.body.innerHTML = '<b data-testid="reply"></b>';
    const given = { selectors: { reply: ['[[', '[data-new]'], toString: ['a'], nothing: ['b'] }, off: [] };
    applySelectors(given, document);
    expect(inForce('reply')).toEqual(['[data-new]', ...selectors.reply]);
    expect(findAll(document, 'reply')).toHaveLength(1);
    document.body.innerHTML += '<i data-new></i>';
    expect(findAll(document, 'reply').map(({ localName }) => localName)).toEqual(['i']);
  });
});

describe('messages', () => {
  type Listener = (message: unknown, sender: { id?: string }) => void;
  function fakeRuntime() {
    const listeners = new Set<Listener>();
    return {
      listeners,
      id: 'us',
      onMessage: {
        addListener: (listener: Listener) => void listeners.add(listener),
        removeListener: (listener: Listener) => void listeners.delete(listener),
      },
    };
  }
  const told = { moineau: 1, kind: 'told.outcome', input: { wish: 'w', outcome: 'settled' } };

  it('are heard from our own background alone, in the envelope, until the end', () => {
    const runtime = fakeRuntime();
    const hear = vi.fn();
    openInbox(runtime, controller.signal).on('told.outcome', hear);
    const send = (message: unknown, id = 'us') => {
      for (const listener of runtime.listeners) listener(message, { id });
    };
    for (const other of [null, 'x', {}, { ...told, moineau: 2 }, { ...told, kind: 'told.other' }])
      send(other);
    send(told, 'another extension');
    expect(hear).not.toHaveBeenCalled();
    send(told);
    expect(hear).toHaveBeenCalledExactlyOnceWith(told.input);
    controller.abort();
    expect(runtime.listeners.size).toBe(0);
  });

  it('that one hearer fails on still reach the next', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const runtime = fakeRuntime();
    const inbox = openInbox(runtime, controller.signal);
    const hear = vi.fn();
    inbox.on('told.outcome', () => {
      throw new Error('deaf');
    });
    inbox.on('told.outcome', hear);
    for (const listener of runtime.listeners) listener(told, { id: 'us' });
    expect(hear).toHaveBeenCalledOnce();
    expect(warn).toHaveBeenCalledOnce();
  });

  it('are answered with nothing by an extension that refuses, fails or has gone', async () => {
    const dead = vi.fn();
    const input = { script: 'composer' as const };
    const answering = (answer: unknown) =>
      askOf(dead, () => ({ id: 'us', sendMessage: async () => answer }))('page.need', input);
    expect(await answering({ ok: true, value: true })).toBe(true);
    expect(await answering({ ok: false, error: {} })).toBeNull();
    expect(await answering(undefined)).toBeNull();
    expect(dead).not.toHaveBeenCalled();
    expect(await askOf(dead, () => null)('page.need', input)).toBeNull();
    expect(dead).toHaveBeenCalledOnce();
  });
});
