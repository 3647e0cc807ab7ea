/** What a screen must be to whoever has a keyboard alone: everything is reached by Tab, in its order, and is seen to be. */
import type { Page } from '@playwright/test';

/** More stops than these are a trap. */
const MOST_STOPS = 150;

type Stop = { readonly place: number; readonly name: string; readonly problem: string | null };

/** Goes once through the screen by Tab. @returns what is wrong, in words; nothing where all is well */
export async function keyboardProblems(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(prepare);
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(lookAtFocus);
    // At the end the browser begins anew, by way of its own frame or without.
    if (!stop || (stop.place === stops[0]?.place && stops.length > 1)) break;
    if (stops.length > MOST_STOPS) return [`Tab does not come out of ${stop.name}`];
    stops.push(stop);
  }
  const problems = stops.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const places = stops.map(({ place }) => place);
  if (places.some((place, i) => place < (places[i - 1] ?? 0))) {
    problems.push(`Tab goes back and forth: ${stops.map(({ name }) => name).join(', ')}`);
  }
  const reached = new Set(places);
  return [
    ...problems,
    ...wanted.filter(({ place }) => !reached.has(place)).map(({ name }) => `Tab never comes to ${name}`),
  ];
}

/** In the page. Puts the focus before everything, and answers what Tab must come to. */
function prepare(): { place: number; name: string }[] {
  const all = [...document.querySelectorAll<HTMLElement>('*')];
  const window_ = window as unknown as { all: HTMLElement[] };
  window_.all = all;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
  const isStop = (element: HTMLElement) => {
    if (!element.matches('a[href], button, input, select, textarea, summary, [tabindex="0"]')) return false;
    if (element.matches(':disabled') || !element.checkVisibility()) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    // Of a group of radios Tab comes to the chosen one.
    return element.checked;
  };
  return all.flatMap((element, place) =>
    isStop(element) ? [{ place, name: element.outerHTML.slice(0, 90) }] : [],
  );
}

/** In the page. Null when the focus has left it. */
function lookAtFocus(): Stop | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const { all } = window as unknown as { all: HTMLElement[] };
  const name = focused.outerHTML.slice(0, 90);
  // A field that is drawn by something else is outlined there.
  const drawn = [focused, focused.nextElementSibling, focused.parentElement];
  const isOutlined = drawn.some((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  const isInSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const problem = isOutlined ? (isInSight ? null : `out of sight: ${name}`) : `no visible focus: ${name}`;
  return { place: all.indexOf(focused), name, problem };
}
