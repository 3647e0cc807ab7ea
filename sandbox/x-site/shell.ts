/**
 * The HTML that X's server sends: an empty #react-root with a splash, the state in an inline script with a
 * nonce, and the programme as an external script. Everything visible is drawn by the page afterwards.
 */

import type { InitialState, Preferences } from './model.ts';

/** X's background colours by theme; the page writes them on <body> again when the theme changes. */
export const themeBackgrounds = {
  light: 'rgb(255, 255, 255)',
  dim: 'rgb(21, 32, 43)',
  dark: 'rgb(0, 0, 0)',
} as const;

/** The document. `nonce` is the one of the response's Content-Security-Policy. */
export function shell(page: { state: InitialState; nonce: string; script: string; title: string }): string {
  const preferences: Preferences = page.state.sandbox.preferences;
  const background = themeBackgrounds[preferences.theme];
  const scheme = preferences.theme === 'light' ? 'light' : 'dark';
  return `<!DOCTYPE html>
<html dir="${preferences.dir}" lang="${preferences.lang}" data-theme="${preferences.theme}" style="font-size: ${preferences.fontSize}px; color-scheme: ${scheme};">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,maximum-scale=1,user-scalable=0,viewport-fit=cover">
<meta name="theme-color" content="${background}">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<link rel="preload" as="script" crossorigin="anonymous" href="${page.script}" nonce="${page.nonce}">
<link rel="shortcut icon" href="/sandbox/favicon.svg">
<style>html,body{height:100%;margin:0}#placeholder{display:flex;align-items:center;justify-content:center;width:100%;height:100vh}
#placeholder span{font:700 56px Georgia,serif;opacity:.35}</style>
</head>
<body style="background-color: ${background};">
<noscript><h1>JavaScript is not available.</h1></noscript>
<div id="react-root" style="height:100%;display:flex;"><div id="placeholder"><span>X</span></div></div>
<script type="text/javascript" charset="utf-8" nonce="${page.nonce}">window.__INITIAL_STATE__=${scriptSafe(page.state)};window.__META_DATA__={"env":"sandbox"};</script>
<script type="text/javascript" charset="utf-8" nonce="${page.nonce}" crossorigin="anonymous" src="${page.script}"></script>
</body>
</html>
`;
}

/** JSON that cannot end the script it stands in. */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
