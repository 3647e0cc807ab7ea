import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';
import { csvStatement } from './csv.ts';
import { paymentsOfPeriod } from './rows.ts';

const BOM = '\ufeff';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;
beforeAll(async () => {
  api = await createTestApi({ RATE_ORDERS: '10000', RATE_CODES: '10000' });
  alice = await api.member('alice', '90000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

async function pay(amount: string, memo: string | null = null, to: string = people.bob.xUserId) {
  const created = await alice.createPayment({ payeeXUserId: to, amount, memo });
  expectStatus(created, 201);
  const confirmed = await alice.confirm(created.body, PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

/** The file as text; a PDF's bytes one by one. */
async function download(client: ApiClient, query: string, language = 'en') {
  const reply = await client.sendRaw('GET', `/v1/history/export?${query}`, {
    headers: { 'accept-language': language },
  });
  return { ...reply, lines: reply.text.replace(BOM, '').trimEnd().split('\r\n') };
}

test('a table has what moved, with its sign and in the order in which it happened', async () => {
  const payment = await pay('1250', 'pour le pain');
  const refund = { amount: { amount: '250', currency: 'EUR' } };
  expectStatus(
    await bob.send('POST', `/v1/payments/${payment.id}/refunds`, { key: crypto.randomUUID(), body: refund }),
    201,
  );
  expectStatus(await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '777' }), 201);
  const { status, headers, text, lines } = await download(alice, 'format=csv');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="moineau-\d{4}-\d\d-\d\d\.csv"$/);
  expect(text.startsWith(BOM)).toBe(true);
  expect(lines[0]).toBe(
    'Date,Number,Direction,Name,X account,Amount,Fee,Given back,In your wallet,State,Message',
  );
  expect(lines[1]).toMatch(
    new RegExp(
      `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d,${payment.id},sent,Bob Martin,'@bob,12.50,0.00,2.50,-10.00,done,pour le pain$`,
    ),
  );
  // What was only ordered has moved nothing.
  expect(text).not.toContain('7.77');
  expect((await download(bob, 'format=csv')).lines.at(-1)).toContain(
    "received,Alice Durand,'@alice,12.50,0.00,2.50,10.00,done",
  );
});

test('in French with semicolons and commas', async () => {
  const { lines } = await download(alice, 'format=csv-fr', 'fr');
  expect(lines[0]).toMatch(/^Date;Numéro;Sens;/);
  expect(lines[1]).toContain(";envoyé;Bob Martin;'@bob;12,50;0,00;2,50;-10,00;fait;pour le pain");
});

test.each([
  ['=CMD()', "'=CMD()"],
  ['+33 1 23', "'+33 1 23"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝CMD()', "'＝CMD()"],
  ['=1;"a",b', `"'=1;""a"",b"`],
  ['say "hi", ok', '"say ""hi"", ok"'],
])('T54 the memo %s is text in a spreadsheet', async (memo, cell) => {
  await pay('101', memo);
  expect((await download(alice, 'format=csv')).lines.at(-1)?.endsWith(`,${cell}`)).toBe(true);
});

test('T54 a name that begins a formula is text too', async () => {
  async function* one() {
    const payment = await pay('100');
    yield { ...payment, payee: { ...payment.payee, name: '=HYPERLINK("http://x")' } };
  }
  let text = '';
  for await (const part of csvStatement(one(), { language: 'en', french: false })) text += part;
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
});

test('T52 nobody has another’s payments in his file, and nobody a file without a session', async () => {
  const chloe = await api.member('chloe');
  await pay('4242');
  const { status, lines } = await download(chloe, 'format=csv');
  expect([status, lines.length]).toEqual([200, 1]);
  const stranger = await api.device();
  const refused = await stranger.sendRaw('GET', '/v1/history/export?format=csv', { accessToken: null });
  expect([refused.status, Problem.parse(JSON.parse(refused.text)).code]).toEqual([401, 'unauthenticated']);
});

test('a period begins with its first instant and ends before its last', async () => {
  const payment = await pay('333');
  const after = new Date(Date.parse(payment.created_at) + 1).toISOString();
  const found = async (query: string) =>
    (await download(alice, `format=csv&${query}`)).text.includes(payment.id);
  expect(await found(`from=${payment.created_at}&to=${after}`)).toBe(true);
  expect(await found(`from=${after}`)).toBe(false);
  expect(await found(`to=${payment.created_at}`)).toBe(false);
});

test.each(['format=xls', 'format=csv&person=per_1', 'format=csv&from=yesterday', ''])(
  '%s is no such file',
  async (query) => {
    const { status, text } = await download(bob, query);
    expect([status, Problem.parse(JSON.parse(text)).code]).toEqual([400, 'invalid_request']);
  },
);

test('a statement is a PDF in the language asked for, of as many pages as it takes', async () => {
  const { headers, text } = await download(alice, 'format=pdf', 'fr');
  expect(headers['content-type']).toBe('application/pdf');
  expect(text.startsWith('%PDF-1.')).toBe(true);
  expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
  expect(text).toContain('(fr-FR)');
});

test('a long history is read a page at a time, every payment once', async () => {
  const { rows } = await api.pool.query<{ id: string }>('select id from people where x_user_id = $1', [
    people.bob.xUserId,
  ]);
  const [bobRow] = rows;
  await api.pool.query(
    `insert into payments (id, payer_id, payee_id, payee_x_user_id, payee_handle, payee_name, amount, fee, payee_label,
        visibility, origin, state, nonce, created_at, expires_at, confirmed_at, settled_at)
      select uuidv7(), p.payer_id, p.payee_id, p.payee_x_user_id, p.payee_handle, p.payee_name, 1, 0, p.payee_label,
          'private', 'popup', 'settled', p.nonce, timestamptz '2020-01-01' + (n / 3) * interval '1 millisecond', now(), now(), now()
        from (select * from payments where payee_id = $1 and state = 'settled' limit 1) p, generate_series(1, 1300) n`,
    [bobRow?.id],
  );
  const seen = new Set<string>();
  let count = 0;
  const period = { from: '2020-01-01T00:00:00.000Z', to: '2020-02-01T00:00:00.000Z' };
  for await (const payment of paymentsOfPeriod(api.pool, bobRow?.id ?? '', period)) {
    seen.add(payment.id);
    count += 1;
  }
  expect([count, seen.size]).toEqual([1300, 1300]);
  const { lines } = await download(bob, `format=csv&from=${period.from}&to=${period.to}`);
  expect(lines).toHaveLength(1301);
});
