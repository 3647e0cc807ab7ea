-- What people settle for their wallets and ask of each other: idle sessions, requests for money, who is blocked,
-- tweets that order once, and leaving.

-- When the person was last at this session himself. Written every half a minute at most; idle for too long, it is locked.
alter table sessions add column active_at timestamptz not null default moineau_now();
-- All sessions of a device, ended or not: its row can't go before them.
drop index sessions_by_device;
create index sessions_of_device on sessions (device_id);

-- A tweet orders one payment for each payee, for ever, whoever saw it first. With its payer, who is its author: nobody
-- else can take its place by naming it.
create unique index payments_once_per_tweet on payments (payer_id, tweet_id, payee_x_user_id)
  where origin in ('command_tweet', 'composer') and tweet_id is not null;

create table money_requests (
  id uuid primary key,
  -- Who is asked, and who asks.
  payer_id uuid not null,
  payee_id uuid not null,
  amount bigint not null check (amount > 0),
  memo text check (char_length(memo) between 1 and 140),
  -- What its people decided. What became of the payment of an accepted one stands with the payment.
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'cancelled', 'expired')),
  -- The payer has blocked the payee: he is never shown it, and the payee never told.
  hidden boolean not null,
  payment_id uuid,
  created_at timestamptz not null default date_trunc('milliseconds', moineau_now()),
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint money_requests_not_of_oneself check (payer_id <> payee_id),
  constraint money_requests_accepted check (state <> 'accepted' or payment_id is not null),
  constraint money_requests_ended check ((state in ('declined', 'cancelled', 'expired')) = (ended_at is not null))
);
create index money_requests_by_payer on money_requests (payer_id, created_at desc, id desc);
create index money_requests_by_payee on money_requests (payee_id, created_at desc, id desc);
create index money_requests_due on money_requests (expires_at) where state = 'open';

create function guard_money_request() returns trigger language plpgsql as $$
begin
  if old.state in ('declined', 'cancelled', 'expired') then
    raise exception 'a request that has ended does not change' using errcode = 'MO004';
  end if;
  if (new.id, new.payer_id, new.payee_id, new.amount, new.memo, new.created_at, new.expires_at)
     is distinct from (old.id, old.payer_id, old.payee_id, old.amount, old.memo, old.created_at, old.expires_at) then
    raise exception 'who asked whom for what does not change' using errcode = 'MO004';
  end if;
  return new;
end $$;
create trigger money_requests_guarded before update on money_requests
  for each row execute function guard_money_request();

-- By X's numeric id: whoever leaves and comes again is still blocked.
create table blocks (
  person_id uuid not null,
  x_user_id text not null,
  created_at timestamptz not null default moineau_now(),
  primary key (person_id, x_user_id)
);

-- Somebody who has left: the row stays, for the journal, with a pseudonym.
alter table people add column erased_at timestamptz;
-- What arrives for him a moment too late is refused by the journal itself.
alter table ledger.accounts
  add column closed_at timestamptz,
  add constraint accounts_closed_when_empty check (closed_at is null or balance = 0);

-- As in 0006, and not for closed accounts.
create or replace function ledger.carry_out() returns trigger language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  -- By a clock that may stand still or go back: days and windows only go on.
  today integer := floor(extract(epoch from moineau_now()) / 86400);
  this_window integer := floor(extract(epoch from moineau_now()) / 2592000);
  moved bigint;
  written bigint;
begin
  with changed as (
    update ledger.accounts a
       set balance = a.balance + d.delta,
           version = a.version + d.legs,
           spent_day = case when d.spent = 0 then a.spent_day else greatest(a.spent_day, today) end,
           spent_today = case when d.spent = 0 then a.spent_today
                              when a.spent_day >= today then a.spent_today + d.spent else d.spent end,
           spent_yesterday = case when d.spent = 0 or a.spent_day >= today then a.spent_yesterday
                                  when a.spent_day = today - 1 then a.spent_today else 0 end,
           spent_window = case when d.spent = 0 then a.spent_window else greatest(a.spent_window, this_window) end,
           spent_in_window = case when d.spent = 0 then a.spent_in_window
                                  when a.spent_window >= this_window then a.spent_in_window + d.spent else d.spent end,
           spent_in_window_before = case when d.spent = 0 or a.spent_window >= this_window then a.spent_in_window_before
                                         when a.spent_window = this_window - 1 then a.spent_in_window else 0 end
      from (select l.account_id, sum(l.amount)::bigint as delta, count(*) as legs, max(l.seq) as last_seq,
                   sum(case when l.amount < 0 and l.spends then -l.amount else 0 end)::bigint as spent
              from (select unnest(accounts) as account_id, unnest(amounts) as amount, unnest(seqs) as seq,
                           kind in ('settle', 'hold') as spends
                      from added) l
             group by l.account_id) d
     -- Together with the key of the postings: those of an account are numbered 1, 2, 3 … and none was missed.
     where a.id = d.account_id and a.version + d.legs = d.last_seq and a.closed_at is null
     returning d.legs)
  select coalesce(sum(legs), 0) into moved from changed;
  insert into ledger.postings (account_id, seq, subject_id, kind, amount, created_at)
    select unnest(accounts), unnest(seqs), subject_id, kind, unnest(amounts), created_at from added;
  get diagnostics written = row_count;
  if moved <> written then
    raise exception 'a transfer names an account that does not exist or is closed, or not its next posting' using errcode = 'MO003';
  end if;
  return null;
end $$;

-- A card is not charged for somebody who is leaving at this moment: this waits for his row.
create function refuse_topup_of_erased() returns trigger language plpgsql as $$
begin
  perform from people where id = new.person_id and erased_at is null for key share;
  if not found then
    raise exception 'this person has left' using errcode = 'MO004';
  end if;
  return new;
end $$;
create trigger topups_of_members before insert on topups for each row execute function refuse_topup_of_erased();

-- As in 0003; and the token of the card goes when its holder leaves.
create or replace function guard_topup() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' then
    raise exception 'a top-up is never deleted' using errcode = 'MO004';
  end if;
  if new.payment_method = 'erased' then
    old.payment_method := new.payment_method;
  end if;
  if old.state <> 'processing' and new is distinct from old then
    raise exception 'a top-up that has ended does not change' using errcode = 'MO004';
  end if;
  if (new.id, new.person_id, new.amount, new.idempotency_key) is distinct from (old.id, old.person_id, old.amount, old.idempotency_key) then
    raise exception 'the order of a top-up does not change' using errcode = 'MO004';
  end if;
  return new;
end $$;
