/** GET /docs: the endpoint table and the list of errors as one page, for people. No script, nothing from outside. */
import { createHash } from 'node:crypto';
import { type Endpoint, EVENTS_PATH, endpoints, problemCodes, problems } from '../../lib/protocol/index.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ccc}
code{font:.9em ui-monospace,monospace}
@media (prefers-color-scheme:dark){body{color:#eee;background:#111}a{color:#8cf}th,td{border-color:#444}}`;

/** Only this very style sheet, and nothing else at all. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const needs: Record<Endpoint['auth'], string> = {
  none: 'nothing',
  proof: 'DPoP proof',
  session: 'access token, DPoP proof',
};

/** The page. Everything in it comes from lib/protocol. */
export function docsPage(): string {
  const rows = Object.values<Endpoint>(endpoints).map((endpoint) =>
    row(
      code(`${endpoint.method} ${endpoint.path}`),
      escapeHtml(endpoint.summary),
      escapeHtml(`${needs[endpoint.auth]}${endpoint.idempotent ? ', Idempotency-Key' : ''}`),
      String(endpoint.success.status),
    ),
  );
  const events = row(
    code(`GET ${EVENTS_PATH}`),
    'Server-sent events; <code>Last-Event-ID</code> resumes.',
    needs.session,
    '200',
  );
  const errors = problemCodes.map((name) => {
    const { status, title, retryable } = problems[name];
    return `<tr id="${name}">${cells([code(name), String(status), escapeHtml(title), retryable ? 'yes' : 'no'])}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Moineau payment API</title><style>${style}</style></head><body>
<h1>Moineau payment API</h1>
<p>Euros between people on X. Amounts are minor units as strings; unknown fields are refused; an order that makes or moves
something carries an <code>Idempotency-Key</code>. Machine-readable: <a href="/openapi.json">OpenAPI 3.1</a>.</p>
<h2>Endpoints</h2>
<table><thead><tr><th>Endpoint<th>What it does<th>Needs<th>Success</tr></thead><tbody>
${[...rows, events].join('\n')}
</tbody></table>
<h2>Errors</h2>
<p>Problem details (RFC 9457) with a stable <code>code</code>.</p>
<table><thead><tr><th>Code<th>Status<th>Meaning<th>Retry can help</tr></thead><tbody>
${errors.join('\n')}
</tbody></table>
</body></html>
`;
}

function row(...texts: string[]): string {
  return `<tr>${cells(texts)}</tr>`;
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => `<td>${text}</td>`).join('');
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
