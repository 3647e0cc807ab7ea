/**
 * A second bank, in memory, with rules of its own: it is told what people ask for and what the product has written, and
 * says whether that may be. It foretells every balance, and never reads one from the product.
 */
import { type Asked, law } from './asked.ts';
import type { Account, Bank, Change, Paid, Person, Transfer } from './book.ts';
import { judgeChange } from './changes.ts';
import { postTransfer } from './postings.ts';
import { expiresAt, feesOf } from './rules.ts';
import type { Row, Seen } from './witness.ts';

export function openBank(asked: Asked, latest: () => number): Bank {
  const map = () => new Map();
  return {
    ...{ people: map(), personOf: map(), payments: map(), splits: map(), accounts: map(), wallets: map() },
    ...{ spent: map(), topUps: map(), events: map(), asked, latest },
  };
}

const time = (value: unknown) => Date.parse(String(value));
const money = (value: unknown) => BigInt(String(value));
const text = (value: unknown) => String(value);

/** Takes note of one transaction of the product. @throws BrokenLawError */
export function witnessTransaction(bank: Bank, seen: readonly Seen[]): void {
  const of = (table: string) => seen.filter((one) => one.table === table);
  for (const { row } of of('people')) notePerson(bank, row);
  for (const { row, isNew } of of('accounts')) if (isNew) openAccount(bank, row);
  const payments = of('payments');
  noteOrders(
    bank,
    payments.flatMap(({ row, isNew }) => (isNew ? [row] : [])),
    of('payment_events'),
  );
  for (const { row } of of('topups')) noteTopUp(bank, row);
  const steps = new Map(of('payment_events').map(({ row }) => [`${row.payment_id} ${row.position}`, row]));
  const changes = payments.flatMap(({ row, isNew }) => (isNew ? [] : [changeOf(bank, row, steps)]));
  const transfers = of('transfers').map(({ row }) => transferOf(row));
  const refunds = new Map(of('refunds').map(({ row }) => [text(row.id), row]));
  const lowest = new Map<string, bigint>();
  const most = new Map<string, { day: bigint; month: bigint }>();
  for (const transfer of transfers) {
    if (transfer.kind === 'refund') {
      const refund = refunds.get(transfer.subjectId);
      law(refund !== undefined, () => `the refund ${transfer.subjectId} was posted but not written down`);
      bank.asked.refunded(text(refund.payment_id), money(refund.amount));
    }
    postTransfer(bank, transfer, { changes, refunds, lowest, most });
  }
  const posted = new Set(transfers.map(({ subjectId }) => subjectId));
  for (const id of refunds.keys())
    law(posted.has(id), () => `the refund ${id} was written down but not posted`);
  for (const change of changes) judgeChange(bank, change, { transfers, lowest, most });
  noteEvents(bank, seen, changes);
  // What the product says a balance is, against what it must be.
  for (const { row } of of('accounts')) compare(bank, row, seen);
}

function notePerson(bank: Bank, row: Row): void {
  const person: Person = {
    id: text(row.id),
    xUserId: text(row.x_user_id),
    kind: text(row.kind),
    charity: row.charity === true,
    linkedSince: time(row.linked_since),
  };
  const before = bank.people.get(person.id);
  law(!before || before.xUserId === person.xUserId, () => `${person.id} has become another X account`);
  bank.people.set(person.id, person);
  bank.personOf.set(person.xUserId, person);
}

/** For the accounts that were there before the witness came, too. */
export function openAccount(bank: Bank, row: Row): void {
  const account: Account = {
    id: Number(row.id),
    kind: text(row.kind),
    ownerId: row.owner_id === null ? null : text(row.owner_id),
    balance: 0n,
    version: 0,
  };
  bank.accounts.set(account.id, account);
  const name = account.ownerId ?? account.kind;
  law(!bank.wallets.has(name), () => `${name} has two accounts`);
  bank.wallets.set(name, account);
}

function compare(bank: Bank, row: Row, seen: readonly Seen[]): void {
  const last = seen.findLast((one) => one.table === 'accounts' && one.row.id === row.id);
  if (last?.row !== row) return;
  const account = bank.accounts.get(Number(row.id));
  law(
    account !== undefined &&
      account.balance === money(row.balance) &&
      account.version === Number(row.version),
    () =>
      `account ${row.id} holds ${row.balance} after ${row.version} postings, foretold ${account?.balance} after ${account?.version}`,
  );
}

function noteOrders(bank: Bank, rows: readonly Row[], events: readonly Seen[]): void {
  if (rows.length === 0) return;
  const [first] = rows as [Row, ...Row[]];
  const memo = text(first.memo);
  const asked = bank.asked.carriedOut(memo, `payment ${first.id}`);
  const payer = bank.personOf.get(asked.by);
  const fees = feesOf(asked.parts.map(({ to, amount }) => ({ amount, holder: bank.personOf.get(to) })));
  const inOrder = [...rows].sort((a, b) => (text(a.id) < text(b.id) ? -1 : 1));
  law(inOrder.length === asked.parts.length, () => `${memo} made ${rows.length} payments`);
  for (const [i, row] of inOrder.entries()) {
    const part = asked.parts[i];
    const told = `payment ${row.id} (${memo})`;
    const same =
      text(row.payer_id) === payer?.id &&
      text(row.payee_x_user_id) === part?.to &&
      money(row.amount) === part.amount &&
      money(row.fee) === fees[i];
    law(same, () => `${told} is not what was ordered: ${JSON.stringify(row)}`);
    law(row.state === 'awaiting_confirmation' && row.step === 2, () => `${told} begins as ${row.state}`);
    const created = time(row.created_at);
    // A split has one end for all of it, told a moment before its payments.
    const end = row.split_id === null ? created : time(first.expires_at) - expiresAt(0);
    law(
      time(row.expires_at) === expiresAt(end) && created <= bank.latest() && end <= bank.latest(),
      () => `${told} can be confirmed until ${row.expires_at}`,
    );
    const steps = events.filter((event) => event.row.payment_id === row.id).length;
    law(steps === 2, () => `${told} begins with ${steps} steps`);
    notePayment(bank, row);
  }
}

function notePayment(bank: Bank, row: Row): void {
  const paid: Paid = {
    id: text(row.id),
    payerId: text(row.payer_id),
    payeeX: text(row.payee_x_user_id),
    amount: money(row.amount),
    fee: money(row.fee),
    splitId: row.split_id === null ? null : text(row.split_id),
    expiresAt: time(row.expires_at),
    payeeId: null,
    state: 'awaiting_confirmation',
    step: 2,
    refunded: 0n,
    confirmedAt: null,
    heldUntil: null,
    past: new Set(['awaiting_confirmation 0']),
  };
  law(!bank.payments.has(paid.id), () => `payment ${paid.id} was made twice`);
  bank.payments.set(paid.id, paid);
  if (paid.splitId) bank.splits.set(paid.splitId, [...(bank.splits.get(paid.splitId) ?? []), paid]);
}

function noteTopUp(bank: Bank, row: Row): void {
  const asked = bank.asked.topUpOf(text(row.idempotency_key));
  const by = asked && bank.personOf.get(asked.by)?.id;
  law(
    asked !== undefined && by === row.person_id && asked.amount === money(row.amount),
    () => `top-up ${row.id} was ordered by nobody`,
  );
  const before = bank.topUps.get(text(row.id));
  law(
    before === undefined || before === 'processing' || before === row.state,
    () => `top-up ${row.id} went from ${before} to ${row.state}`,
  );
  bank.topUps.set(text(row.id), text(row.state));
}

function changeOf(bank: Bank, row: Row, steps: ReadonlyMap<string, Row>): Change {
  const before = bank.payments.get(text(row.id));
  law(before !== undefined, () => `payment ${row.id} came from nowhere`);
  const step = steps.get(`${row.id} ${row.step}`);
  law(
    step !== undefined && step.from_state === before.state && step.to_state === row.state,
    () => `payment ${row.id} went from ${before.state} to ${row.state} without a step that says so`,
  );
  law(
    Number(row.step) === before.step + 1,
    () => `payment ${row.id} went from step ${before.step} to ${row.step}`,
  );
  const at = time(step.at);
  law(at <= bank.latest(), () => `payment ${row.id} changed in the future`);
  return { payment: before, from: before.state, to: text(row.state), at, row };
}

function transferOf(row: Row): Transfer {
  const [accounts, amounts] = [row.accounts as number[], row.amounts as number[]];
  return {
    subjectId: text(row.subject_id),
    kind: text(row.kind),
    at: time(row.created_at),
    legs: accounts.map((account, i) => ({ account, amount: money(amounts[i]) })),
  };
}

/** Each person's events are numbered without gaps, and tell each change once to each of its people. */
function noteEvents(bank: Bank, seen: readonly Seen[], changes: readonly Change[]): void {
  const told: string[] = [];
  for (const { row } of seen.filter(({ table }) => table === 'events')) {
    const personId = text(row.person_id);
    const last = bank.events.get(personId) ?? 0;
    law(Number(row.seq) === last + 1, () => `event ${row.seq} of ${personId} comes after ${last}`);
    bank.events.set(personId, last + 1);
    const { payment, topup } = row.payload as { payment?: Row; topup?: Row };
    const refunded = (payment?.amount_refunded as { amount?: string } | undefined)?.amount;
    if (payment)
      told.push(`${personId} ${row.type} ${text(payment.id).slice(4)} ${payment.state} ${refunded}`);
    if (topup) told.push(`${personId} ${row.type} ${text(topup.id).slice(4)} ${topup.state}`);
  }
  const due = seen.flatMap(({ table, isNew, row }) => {
    if (table === 'payments' && isNew)
      return [`${row.payer_id} payment.updated ${row.id} awaiting_confirmation 0`];
    if (table === 'topups' && !isNew && row.state === 'paid')
      return [`${row.person_id} topup.paid ${row.id} paid`];
    return [];
  });
  for (const { payment, from, to } of changes) {
    due.push(`${payment.payerId} payment.updated ${payment.id} ${to} ${payment.refunded}`);
    if (to !== 'settled') continue;
    const type = from === 'settled' ? 'payment.updated' : 'payment.received';
    due.push(`${payment.payeeId} ${type} ${payment.id} ${to} ${payment.refunded}`);
  }
  const [is, mustBe] = [told.sort().join('\n'), due.sort().join('\n')];
  law(is === mustBe, () => `people were told\n${is}\ninstead of\n${mustBe}`);
}
