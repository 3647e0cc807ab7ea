/** What the wallet is measured against: the same library, one heading, one button. */
import { h, render } from 'preact';

const root = document.getElementById('app');
if (root) render(h('main', null, h('h1', null, 'Empty'), h('button', { type: 'button' }, 'OK')), root);
