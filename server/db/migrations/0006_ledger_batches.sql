-- The journal for many orders at once. A transfer is one row that names its accounts and amounts; the database
-- itself makes the postings and the balances of it, so they cannot disagree. One statement posts a whole batch.

drop trigger transfers_balanced on ledger.transfers;
drop trigger transfers_append_only on ledger.transfers;
drop trigger postings_applied on ledger.postings;
drop trigger postings_append_only on ledger.postings;
drop trigger accounts_guarded on ledger.accounts;
alter table ledger.transfers rename to transfers_before;
alter table ledger.transfers_before rename constraint transfers_once to transfers_before_once;
alter table ledger.postings rename to postings_before;
alter table ledger.postings_before rename constraint postings_pkey to postings_before_pkey;

-- Database time. A simulation sets `moineau.now`, so that weeks pass in seconds and a run can be repeated.
create function moineau_now() returns timestamptz language sql volatile parallel safe as $$
  select coalesce(nullif(current_setting('moineau.now', true), '')::timestamptz, clock_timestamp())
$$;

alter table ledger.accounts
  -- How many postings the account has: its statement is numbered without gaps.
  add column version bigint not null default 0,
  -- What was spent from it, by UTC day and by windows of thirty days. This and the one before are together never
  -- less than what the last 24 hours or thirty days hold: an upper bound that spares most orders the exact sum.
  add column spent_day integer not null default 0,
  add column spent_today bigint not null default 0,
  add column spent_yesterday bigint not null default 0,
  add column spent_window integer not null default 0,
  add column spent_in_window bigint not null default 0,
  add column spent_in_window_before bigint not null default 0;

create table ledger.transfers (
  -- What it was for: the payment, the refund, the top-up … One transfer of each kind for each, for ever.
  subject_id uuid not null,
  kind text not null,
  -- Whose balance changes, by how much (cents, credit positive, debit negative), and which posting of each account
  -- that is: the next one, or the transfer is refused.
  accounts bigint[] not null,
  amounts bigint[] not null,
  seqs bigint[] not null,
  created_at timestamptz not null default moineau_now(),
  constraint transfers_once primary key (subject_id, kind),
  constraint transfers_kind check (kind in ('topup', 'settle', 'hold', 'claim', 'return', 'refund')),
  -- Two or more postings that sum to 0, none of nothing. An account or number that is missing is found by `carry_out`.
  -- A check that is null passes: hence the coalesce.
  constraint transfers_balanced check (coalesce(
    cardinality(amounts) = cardinality(accounts) and cardinality(seqs) = cardinality(accounts)
    and case cardinality(accounts)
      when 2 then amounts[1] + amounts[2] = 0 and amounts[1] <> 0
      when 3 then amounts[1] + amounts[2] + amounts[3] = 0 and amounts[1] <> 0 and amounts[2] <> 0 and amounts[3] <> 0
      when 4 then amounts[1] + amounts[2] + amounts[3] + amounts[4] = 0
                  and amounts[1] <> 0 and amounts[2] <> 0 and amounts[3] <> 0 and amounts[4] <> 0
      else false
    end, false))
);

-- The statement of each account: made from the transfers, by the database alone. No foreign keys: what makes a
-- row here has just seen both ends.
create table ledger.postings (
  account_id bigint not null,
  seq bigint not null,
  subject_id uuid not null,
  kind text not null,
  amount bigint not null,
  created_at timestamptz not null,
  primary key (account_id, seq)
);

insert into ledger.postings (account_id, seq, subject_id, kind, amount, created_at)
  select p.account_id, row_number() over (partition by p.account_id order by t.created_at, t.subject_id, t.kind),
         t.subject_id, t.kind, p.amount, t.created_at
    from ledger.transfers_before t join ledger.postings_before p on p.transfer_id = t.id;
insert into ledger.transfers (subject_id, kind, accounts, amounts, seqs, created_at)
  select subject_id, kind, array_agg(account_id order by amount, account_id),
         array_agg(amount order by amount, account_id), array_agg(seq order by amount, account_id), created_at
    from ledger.postings group by subject_id, kind, created_at;
drop table ledger.postings_before, ledger.transfers_before;
drop function ledger.guard_account(), ledger.apply_postings(), ledger.check_transfer();

update ledger.accounts a set version = p.seq
  from (select account_id, max(seq) as seq from ledger.postings group by account_id) p where p.account_id = a.id;
-- Everything that was ever spent counts as spent today: an upper bound, right again tomorrow and in two windows.
update ledger.accounts a
   set spent_day = floor(extract(epoch from now()) / 86400), spent_today = p.spent,
       spent_window = floor(extract(epoch from now()) / 2592000), spent_in_window = p.spent
  from (select account_id, -sum(amount)::bigint as spent from ledger.postings
         where kind = 'settle' and amount < 0 group by account_id) p where p.account_id = a.id;

create trigger transfers_append_only before update or delete or truncate on ledger.transfers
  for each statement execute function ledger.refuse_change();
create trigger postings_append_only before update or delete or truncate on ledger.postings
  for each statement execute function ledger.refuse_change();

create function ledger.refuse_by_hand() returns trigger language plpgsql as $$
begin
  raise exception '% changes by transfers only', tg_table_name using errcode = 'MO002';
end $$;
-- Depth 0 is a statement of a client; the trigger on transfers comes at depth 1.
create trigger postings_by_transfers before insert on ledger.postings
  for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_by_hand();
create trigger accounts_begin_at_0 before insert on ledger.accounts
  for each row when (new.balance <> 0 or new.version <> 0) execute function ledger.refuse_by_hand();
create trigger accounts_by_transfers before update of balance, version, spent_day, spent_today, spent_yesterday,
    spent_window, spent_in_window, spent_in_window_before on ledger.accounts
  for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_by_hand();
create trigger accounts_keep_their_owner before update of id, kind, owner_id, created_at on ledger.accounts
  for each statement execute function ledger.refuse_change();

-- A plan made while the tables were empty would read them whole for ever: so no sequential scans, no hash joins.
create function ledger.carry_out() returns trigger language plpgsql
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
     where a.id = d.account_id and a.version + d.legs = d.last_seq
     returning d.legs)
  select coalesce(sum(legs), 0) into moved from changed;
  insert into ledger.postings (account_id, seq, subject_id, kind, amount, created_at)
    select unnest(accounts), unnest(seqs), subject_id, kind, unnest(amounts), created_at from added;
  get diagnostics written = row_count;
  if moved <> written then
    raise exception 'a transfer names an account that does not exist, or not its next posting' using errcode = 'MO003';
  end if;
  return null;
end $$;
create trigger transfers_carried_out after insert on ledger.transfers
  referencing new table as added for each statement execute function ledger.carry_out();
