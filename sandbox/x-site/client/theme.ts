/** Puts theme, language and direction where X puts them: body, html, meta; colours as our own style variables. */

import type { Accent, Preferences, Theme } from '../model.ts';
import { themeBackgrounds } from '../shell.ts';

type Colours = {
  text: string;
  muted: string;
  line: string;
  hover: string;
  elevated: string;
  solid: string;
  solidText: string;
  bar: string;
};

const colours: Readonly<Record<Theme, Colours>> = {
  light: {
    text: 'rgb(15, 20, 25)',
    muted: 'rgb(83, 100, 113)',
    line: 'rgb(239, 243, 244)',
    hover: 'rgba(15, 20, 25, .03)',
    elevated: 'rgb(239, 243, 244)',
    solid: 'rgb(15, 20, 25)',
    solidText: 'rgb(255, 255, 255)',
    bar: 'rgba(255, 255, 255, .85)',
  },
  dim: {
    text: 'rgb(247, 249, 249)',
    muted: 'rgb(139, 152, 165)',
    line: 'rgb(56, 68, 77)',
    hover: 'rgba(247, 249, 249, .03)',
    elevated: 'rgb(30, 39, 50)',
    solid: 'rgb(239, 243, 244)',
    solidText: 'rgb(15, 20, 25)',
    bar: 'rgba(21, 32, 43, .75)',
  },
  dark: {
    text: 'rgb(231, 233, 234)',
    muted: 'rgb(113, 118, 123)',
    line: 'rgb(47, 51, 54)',
    hover: 'rgba(231, 233, 234, .03)',
    elevated: 'rgb(20, 20, 20)',
    solid: 'rgb(239, 243, 244)',
    solidText: 'rgb(15, 20, 25)',
    bar: 'rgba(0, 0, 0, .65)',
  },
};

/** X's six accent colours, by the names that it gives them. */
const accents: Readonly<Record<Accent, string>> = {
  blue: 'rgb(29, 155, 240)',
  yellow: 'rgb(255, 212, 0)',
  pink: 'rgb(249, 24, 128)',
  purple: 'rgb(120, 86, 255)',
  orange: 'rgb(255, 122, 0)',
  green: 'rgb(0, 186, 124)',
};

export function applyPreferences(page: Document, { theme, lang, dir, fontSize, accent }: Preferences): void {
  const html = page.documentElement;
  html.lang = lang;
  html.dir = dir;
  html.setAttribute('data-theme', theme);
  html.style.fontSize = `${fontSize}px`;
  html.style.colorScheme = theme === 'light' ? 'light' : 'dark';
  html.style.overflowY = 'scroll';
  page.body.style.backgroundColor = themeBackgrounds[theme];
  page.querySelector('meta[name="theme-color"]')?.setAttribute('content', themeBackgrounds[theme]);
  html.style.setProperty('--x-accent', accents[accent]);
  html.style.setProperty('--x-ground', themeBackgrounds[theme]);
  for (const [name, colour] of Object.entries(colours[theme])) html.style.setProperty(`--x-${name}`, colour);
}
