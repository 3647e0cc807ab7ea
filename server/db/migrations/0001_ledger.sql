-- The journal. Accounts, transfers and their postings; the sum of the postings of each transfer is 0.
-- The database itself refuses an unbalanced transfer, a change of the past, and a balance that is not the sum
-- of its postings. Sign: a credit is positive. Wallets are liabilities, so money in a wallet is positive and
-- what an acquirer owes us (card_receivable) is negative.

create schema ledger;

create table ledger.accounts (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('wallet', 'held', 'pot', 'fees', 'card_receivable', 'acquirer_fees',
                                     'chargeback_receivable', 'payout_transit', 'safeguarding')),
  -- Whose it is: a person's id for a wallet, nothing for the issuer's own accounts. No foreign key: the
  -- ledger knows no people.
  owner_id uuid,
  balance bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint accounts_one_of_a_kind unique nulls not distinct (kind, owner_id),
  constraint accounts_wallet_has_owner check (kind <> 'wallet' or owner_id is not null),
  constraint accounts_never_below_zero check (balance >= 0 or kind not in ('wallet', 'held', 'pot'))
) with (fillfactor = 50);

create table ledger.transfers (
  id uuid primary key,
  kind text not null check (kind in ('topup', 'settle')),
  -- What it was for: the payment, the top-up … One transfer of each kind for each, for ever.
  subject_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  -- The transaction that made it: postings are accepted from no other.
  made_in xid8 not null default pg_current_xact_id(),
  constraint transfers_once unique (subject_id, kind)
);

create table ledger.postings (
  transfer_id uuid not null references ledger.transfers,
  account_id bigint not null references ledger.accounts,
  -- Cents. Credit positive, debit negative.
  amount bigint not null check (amount <> 0),
  primary key (transfer_id, account_id)
);
create index postings_by_account on ledger.postings (account_id);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only: % on % refused', tg_op, tg_table_name using errcode = 'MO001';
end $$;

create trigger transfers_append_only before update or delete or truncate on ledger.transfers
  for each statement execute function ledger.refuse_change();
create trigger postings_append_only before update or delete or truncate on ledger.postings
  for each statement execute function ledger.refuse_change();
create trigger accounts_stay before delete or truncate on ledger.accounts
  for each statement execute function ledger.refuse_change();

create function ledger.guard_account() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 then
      raise exception 'an account begins at 0' using errcode = 'MO002';
    end if;
  else
    if (new.id, new.kind, new.owner_id, new.created_at) is distinct from (old.id, old.kind, old.owner_id, old.created_at) then
      raise exception 'an account does not change hands' using errcode = 'MO002';
    end if;
    -- Depth 1 is a statement of a client; the trigger on postings comes at depth 2.
    if new.balance <> old.balance and pg_trigger_depth() < 2 then
      raise exception 'a balance changes by postings only' using errcode = 'MO002';
    end if;
  end if;
  return new;
end $$;
create trigger accounts_guarded before insert or update on ledger.accounts
  for each row execute function ledger.guard_account();

create function ledger.apply_postings() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct transfer_id from added) a join ledger.transfers t on t.id = a.transfer_id
    where t.made_in <> pg_current_xact_id()
  ) then
    raise exception 'a transfer of the past takes no more postings' using errcode = 'MO001';
  end if;
  if exists (
    select from ledger.postings p where p.transfer_id in (select transfer_id from added)
    group by p.transfer_id having sum(p.amount) <> 0 or count(*) < 2
  ) then
    raise exception 'the postings of a transfer sum to 0 and are at least two' using errcode = 'MO003';
  end if;
  -- In order of their ids, like everyone who locks accounts.
  perform from ledger.accounts where id in (select account_id from added) order by id for no key update;
  update ledger.accounts a set balance = a.balance + d.amount
    from (select account_id, sum(amount)::bigint as amount from added group by account_id) d
    where a.id = d.account_id;
  return null;
end $$;
create trigger postings_applied after insert on ledger.postings
  referencing new table as added for each statement execute function ledger.apply_postings();

-- At commit: a transfer without postings is none.
create function ledger.check_transfer() returns trigger language plpgsql as $$
begin
  if (select count(*) < 2 or sum(amount) <> 0 from ledger.postings where transfer_id = new.id) then
    raise exception 'the postings of a transfer sum to 0 and are at least two' using errcode = 'MO003';
  end if;
  return null;
end $$;
create constraint trigger transfers_balanced after insert on ledger.transfers
  deferrable initially deferred for each row execute function ledger.check_transfer();

insert into ledger.accounts (kind) values
  ('held'), ('fees'), ('card_receivable'), ('acquirer_fees'), ('chargeback_receivable'), ('payout_transit'), ('safeguarding');
