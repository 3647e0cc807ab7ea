-- Payments, top-ups, what happened to them, and whom it was told.

create table payments (
  id uuid primary key,
  payer_id uuid not null references people,
  payee_id uuid not null references people,
  amount bigint not null check (amount > 0),
  fee bigint not null check (fee >= 0 and fee <= amount),
  -- Name and handle as the payer saw them: part of what he signs.
  payee_label text not null,
  memo text check (char_length(memo) between 1 and 140),
  visibility text not null check (visibility in ('private')),
  origin text not null,
  tweet_id text,
  state text not null check (state in ('created', 'awaiting_confirmation', 'settled', 'held', 'returned',
                                       'refused', 'cancelled', 'expired')),
  version integer not null default 1 check (version >= 1),
  nonce text not null,
  refusal text,
  -- To the millisecond, so that the signed text of an instant reads back the same.
  created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  expires_at timestamptz not null,
  settled_at timestamptz,
  constraint payments_not_to_oneself check (payer_id <> payee_id),
  constraint payments_settled_has_date check ((state in ('settled', 'held', 'returned')) = (settled_at is not null)),
  constraint payments_refused_has_reason check ((state = 'refused') = (refusal is not null))
);
create index payments_by_payer on payments (payer_id, created_at desc, id desc);
create index payments_by_payee on payments (payee_id, created_at desc, id desc);
create index payments_spent on payments (payer_id, settled_at) where state in ('settled', 'held');

create function guard_payment() returns trigger language plpgsql as $$
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
  if (new.id, new.payer_id, new.created_at, new.origin, new.tweet_id)
     is distinct from (old.id, old.payer_id, old.created_at, old.origin, old.tweet_id) then
    raise exception 'who ordered a payment, when and whence does not change' using errcode = 'MO004';
  end if;
  -- What the payer signs changes together with version and nonce, and only while he has not signed yet.
  if (new.payee_id, new.amount, new.fee, new.payee_label, new.memo, new.expires_at, new.nonce, new.version)
     is distinct from (old.payee_id, old.amount, old.fee, old.payee_label, old.memo, old.expires_at, old.nonce, old.version)
     and (old.state not in ('created', 'awaiting_confirmation') or new.version <= old.version or new.nonce = old.nonce) then
    raise exception 'terms change with their version and nonce, before they are confirmed' using errcode = 'MO004';
  end if;
  return new;
end $$;
create trigger payments_guarded before update or delete on payments for each row execute function guard_payment();
create trigger payments_stay before truncate on payments for each statement execute function guard_payment();

-- Each transition, once.
create table payment_events (
  payment_id uuid not null references payments,
  position smallint not null,
  from_state text,
  to_state text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (payment_id, position)
);
create trigger payment_events_append_only before update or delete or truncate on payment_events
  for each statement execute function ledger.refuse_change();

create table topups (
  id uuid primary key,
  person_id uuid not null references people,
  amount bigint not null check (amount > 0),
  payment_method text not null,
  state text not null default 'processing' check (state in ('processing', 'paid', 'failed')),
  idempotency_key uuid not null,
  request_hash bytea not null,
  acquirer_id text unique,
  created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  unique (person_id, idempotency_key)
);

create function guard_topup() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'a top-up is never deleted' using errcode = 'MO004';
  end if;
  if old.state <> 'processing' and new is distinct from old then
    raise exception 'a top-up that has ended does not change' using errcode = 'MO004';
  end if;
  if (new.id, new.person_id, new.amount, new.idempotency_key) is distinct from (old.id, old.person_id, old.amount, old.idempotency_key) then
    raise exception 'the order of a top-up does not change' using errcode = 'MO004';
  end if;
  return new;
end $$;
create trigger topups_guarded before update or delete on topups for each row execute function guard_topup();
create trigger topups_stay before truncate on topups for each statement execute function guard_topup();

-- Answers to orders that had an effect, written in the transaction of the effect.
create table idempotency (
  person_id uuid not null references people,
  key uuid not null,
  request_hash bytea not null,
  status smallint not null check (status between 200 and 499),
  -- Text and not jsonb: the answer is repeated byte for byte.
  body text not null,
  created_at timestamptz not null default now(),
  primary key (key, person_id)
);
create index idempotency_by_age on idempotency (created_at);

-- Each person's stream of events, numbered without gaps: the counter row is locked until commit.
create table event_counters (
  person_id uuid primary key references people,
  last_seq bigint not null
) with (fillfactor = 50);
create table events (
  person_id uuid not null references people,
  seq bigint not null,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  type text not null,
  payload jsonb not null,
  primary key (person_id, seq)
);
