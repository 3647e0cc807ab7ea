/**
 * X's page is made of react-native-web's View and Text: a base class and a row of atomic `r-…` classes.
 * Our own style names are hashed into such classes, so that nothing readable can be leaned on.
 */

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BaseClass } from '../model.ts';

let viewClass: BaseClass = 'css-g5y9jx';
const textClass = 'css-146c3p1';
const spanClass = 'css-1jxf684';

/** Which of X's two base classes this page load uses. */
export function setBaseClass(baseClass: BaseClass): void {
  viewClass = baseClass;
}

/** The `r-…` class of one of our style names: FNV-1a, so that it is the same in the style sheet and in the page. */
export function hashedClass(name: string): string {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return `r-${hash.toString(36).slice(0, 6)}`;
}

export function classes(base: string, names: string): string {
  return [base, ...names.split(' ').filter(Boolean).map(hashedClass)].filter(Boolean).join(' ');
}

/** The class attribute of a View, for elements that are not a div. */
export function viewClasses(names: string): string {
  return classes(viewClass, names);
}

/** Replaces the readable class names of a style sheet by their hashed ones. */
export function hashStyles(css: string): string {
  return css.replaceAll(/\.([a-z][a-z-]*)/g, (_, name: string) => `.${hashedClass(name)}`);
}

type Styled<Tag extends 'div' | 'span' | 'a' | 'button'> = Omit<
  JSX.IntrinsicElements[Tag],
  'class' | 'className' | 'children'
> & {
  /** Our style names, separated by spaces. */
  s?: string;
  children?: ComponentChildren;
  [attribute: `data-${string}`]: string | undefined;
};

export function View({ s = '', ...rest }: Styled<'div'>) {
  return <div {...rest} class={classes(viewClass, s)} />;
}

export function Text({ s = '', dir = 'ltr', ...rest }: Styled<'div'>) {
  return <div {...rest} dir={dir} class={classes(textClass, s)} />;
}

export function Span({ s = '', ...rest }: Styled<'span'>) {
  return <span {...rest} class={classes(spanClass, s)} />;
}

type LinkProps = Omit<Styled<'a'>, 'role'> & { href: string; role?: 'link' | 'none' | 'tab' };

/** A link. The router takes its click at #react-root; `role` is X's, who writes it out on every link. */
export function Link({ s = '', role = 'link', ...rest }: LinkProps) {
  // X writes role="none" on some links, which Preact's types (rightly) refuse.
  const written: Record<string, string> = { role };
  return <a {...rest} {...written} class={classes(viewClass, s)} />;
}

type PressProps = Styled<'button'> & { disabled?: boolean };

/** A button as X writes it since mid-2024: `button[role=button][type=button]`. */
export function Press({ s = '', disabled = false, ...rest }: PressProps) {
  const off = disabled ? ({ disabled: true, 'aria-disabled': true, tabIndex: -1 } as const) : {};
  return <button {...rest} {...off} role="button" type="button" class={classes(viewClass, `press ${s}`)} />;
}

/** X's random element ids: new at every mount, so that nobody can rely on one. */
export function useRandomId(): string {
  return useState(() => `id__${randomLetters(11)}`)[0];
}

export function randomLetters(length: number): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
}
