-- Payments to people without a wallet, refunds, several payees at once; and an outbox for what the world is told.

alter table people add column charity boolean not null default false;

-- X accounts that somebody has looked up, with or without a wallet. For naming the payee of a payment that is held.
create table x_accounts (
  x_user_id text primary key check (x_user_id ~ '^[1-9][0-9]{0,19}$'),
  handle text not null,
  name text not null,
  seen_at timestamptz not null default moineau_now()
);

create table splits (
  id uuid primary key,
  payer_id uuid not null references people,
  nonce text not null,
  created_at timestamptz not null default date_trunc('milliseconds', moineau_now()),
  expires_at timestamptz not null
);
create trigger splits_append_only before update or delete or truncate on splits
  for each statement execute function ledger.refuse_change();

alter table payments
  alter column payee_id drop not null,
  -- Whom the payer means, wallet or not: X's numeric id, and what he was shown of that account.
  add column payee_x_user_id text,
  add column payee_handle text,
  add column payee_name text,
  add column split_id uuid references splits,
  -- Counts the transitions: each names the one before it, so two can't both follow the same.
  add column step smallint not null default 0,
  -- When the money left the payer; `settled_at` is when it reached the payee.
  add column confirmed_at timestamptz,
  add column held_until timestamptz,
  add column amount_refunded bigint not null default 0;

drop trigger payments_guarded on payments;
update payments p set
  payee_x_user_id = e.x_user_id, payee_handle = e.handle, payee_name = e.name, confirmed_at = p.settled_at,
  step = (select count(*) from payment_events v where v.payment_id = p.id)
  from people e where e.id = p.payee_id;

drop index payments_spent;
alter table payments
  alter column payee_x_user_id set not null,
  alter column payee_handle set not null,
  alter column payee_name set not null,
  drop constraint payments_settled_has_date,
  add constraint payments_settled_has_date check ((state = 'settled') = (settled_at is not null)),
  add constraint payments_settled_has_payee check (state <> 'settled' or payee_id is not null),
  add constraint payments_confirmed_has_date check ((state in ('settled', 'held', 'returned')) = (confirmed_at is not null)),
  add constraint payments_held_has_end check (state not in ('held', 'returned') or held_until is not null),
  add constraint payments_refunded check (amount_refunded between 0 and amount and (amount_refunded = 0 or state = 'settled'));
create index payments_spent on payments (payer_id, confirmed_at) where state in ('settled', 'held');
create index payments_held_for on payments (payee_x_user_id, held_until) where state = 'held';
create index payments_held_until on payments (held_until) where state = 'held';
create index payments_overdue on payments (expires_at) where state = 'awaiting_confirmation';
create index payments_of_split on payments (split_id) where split_id is not null;
-- What a new person has claimed can't leave at once.
create index payments_claimed on payments (payee_id, settled_at) where held_until is not null and state = 'settled';

create or replace function guard_payment() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'TRUNCATE') then
    raise exception 'a payment is never deleted' using errcode = 'MO004';
  end if;
  if new.state <> old.state and not (old.state, new.state) in (
    ('created', 'awaiting_confirmation'), ('created', 'refused'),
    ('awaiting_confirmation', 'settled'), ('awaiting_confirmation', 'held'), ('awaiting_confirmation', 'refused'),
    ('awaiting_confirmation', 'cancelled'), ('awaiting_confirmation', 'expired'),
    ('held', 'settled'), ('held', 'returned')
  ) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'MO004';
  end if;
  if old.state in ('returned', 'refused', 'cancelled', 'expired') then
    raise exception 'a payment that has ended does not change' using errcode = 'MO004';
  end if;
  if (new.id, new.payer_id, new.payee_x_user_id, new.created_at, new.origin, new.tweet_id, new.split_id)
     is distinct from (old.id, old.payer_id, old.payee_x_user_id, old.created_at, old.origin, old.tweet_id, old.split_id) then
    raise exception 'who ordered a payment to whom, when and whence does not change' using errcode = 'MO004';
  end if;
  -- Who holds the wallet of that X account is known at the latest when the money reaches it.
  if new.payee_id is distinct from old.payee_id and old.payee_id is not null then
    raise exception 'the payee does not change' using errcode = 'MO004';
  end if;
  -- What the payer signs changes together with version and nonce, and only while he has not signed yet.
  if (new.amount, new.fee, new.payee_label, new.memo, new.expires_at, new.nonce, new.version)
     is distinct from (old.amount, old.fee, old.payee_label, old.memo, old.expires_at, old.nonce, old.version)
     and (old.state not in ('created', 'awaiting_confirmation') or new.version <= old.version or new.nonce = old.nonce) then
    raise exception 'terms change with their version and nonce, before they are confirmed' using errcode = 'MO004';
  end if;
  if old.state = 'settled' and new.amount_refunded < old.amount_refunded then
    raise exception 'what was refunded stays refunded' using errcode = 'MO004';
  end if;
  if old.confirmed_at is not null and new.confirmed_at <> old.confirmed_at then
    raise exception 'when a payment was confirmed does not change' using errcode = 'MO004';
  end if;
  return new;
end $$;
create trigger payments_guarded before update or delete on payments for each row execute function guard_payment();

create table refunds (
  id uuid primary key,
  payment_id uuid not null references payments,
  amount bigint not null check (amount > 0),
  created_at timestamptz not null
);
create index refunds_by_payment on refunds (payment_id);
create trigger refunds_append_only before update or delete or truncate on refunds
  for each statement execute function ledger.refuse_change();

-- What a person has set for his own wallet. No row: nothing. Read under the lock of the wallet's account.
create table wallets (
  person_id uuid primary key,
  -- His own limits; the lower of his and ours counts. A higher one waits in `next_…` for a day.
  limit_24_hours bigint check (limit_24_hours >= 0),
  limit_30_days bigint check (limit_30_days >= 0),
  next_24_hours bigint check (next_24_hours >= 0),
  next_30_days bigint check (next_30_days >= 0),
  next_from timestamptz,
  frozen_at timestamptz
);

-- What has just changed, for those who tell the world: written with the change, taken by a relay afterwards.
create table outbox (
  id bigint generated always as identity primary key,
  created_at timestamptz not null default moineau_now(),
  -- Whose streams have something new.
  people uuid[] not null,
  -- Which payments have moved on.
  payments uuid[] not null
);

-- Rows of the hot path, made many at once: a lookup per row of what has just been read is for nothing. And a payee
-- may one day live in another database than his payer.
alter table payments drop constraint payments_payee_id_fkey;
alter table payment_events drop constraint payment_events_payment_id_fkey;
alter table idempotency drop constraint idempotency_person_id_fkey;
alter table events drop constraint events_person_id_fkey;
alter table event_counters drop constraint event_counters_person_id_fkey;

-- One clock for everything (0006).
alter table people alter column linked_since set default moineau_now();
alter table people_names alter column seen_at set default moineau_now();
alter table devices alter column created_at set default moineau_now();
alter table sessions alter column created_at set default moineau_now();
alter table pins alter column chosen_at set default moineau_now();
alter table payments alter column created_at set default date_trunc('milliseconds', moineau_now());
alter table payment_events alter column at set default moineau_now();
alter table topups alter column created_at set default date_trunc('milliseconds', moineau_now());
alter table idempotency alter column created_at set default moineau_now();
alter table events alter column at set default date_trunc('milliseconds', moineau_now());
alter table ledger.accounts alter column created_at set default moineau_now();
