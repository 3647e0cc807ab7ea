// @vitest-environment jsdom
// @vitest-environment-options { "url": "https://api.moineau.example/w/" }
import { beforeEach, expect, test } from 'vitest';
import { takeReturn } from './sign-in.ts';

const BACK = '/w/signed-in?state=s-of-x&code=c-of-x';

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/w/');
});

test('X’s answer is taken out of the address at once, with the sign-in that it belongs to', () => {
  localStorage.setItem('moineau.sign_in', 'lnk_1');
  history.replaceState(null, '', BACK);
  expect(takeReturn()).toEqual({ linkId: 'lnk_1', landed: `https://api.moineau.example${BACK}` });
  expect(location.pathname + location.search).toBe('/w/');
  expect(takeReturn()).toBeNull();
});

test('one answer ends one sign-in: the same address again belongs to none', () => {
  localStorage.setItem('moineau.sign_in', 'lnk_1');
  history.replaceState(null, '', BACK);
  takeReturn();
  history.replaceState(null, '', BACK);
  expect(takeReturn()?.linkId).toBeNull();
});

test('any other address is no return', () => {
  localStorage.setItem('moineau.sign_in', 'lnk_1');
  history.replaceState(null, '', '/w/?state=s-of-x&code=c-of-x');
  expect(takeReturn()).toBeNull();
  expect(localStorage.getItem('moineau.sign_in')).toBe('lnk_1');
});
