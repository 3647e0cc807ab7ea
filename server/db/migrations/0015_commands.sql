-- Payments asked for by writing on X: what was taken in, how far, whom the service may write to.

-- The tokens of the service's own account, sealed: a copy of the database speaks for nobody.
create table service_tokens (
  -- Which consent they come from: a hash of the refresh token in the configuration.
  seed bytea primary key,
  sealed bytea not null,
  renewed_at timestamptz not null default moineau_now()
);

-- Up to which id everything has been stored, by what is read.
create table x_cursors (
  source text primary key check (source in ('mentions', 'messages')),
  last_id numeric(20) not null,
  moved_at timestamptz not null default moineau_now()
);

-- Accounts of X that have written to the service. Nobody else gets a direct message; by numeric id, wallet or not.
create table x_contacts (
  x_user_id text primary key check (x_user_id ~ '^[1-9][0-9]{0,19}$'),
  first_message_at timestamptz,
  last_seen_at timestamptz not null default moineau_now(),
  -- Told once how to open a wallet.
  invited_at timestamptz,
  -- Wants to hear nothing of the service, for ever.
  opted_out_at timestamptz
);

-- One text that asks for a payment. By the first id of its edit history: an edited post is the same command.
create table commands (
  id uuid primary key,
  channel text not null check (channel in ('tweet', 'dm')),
  x_author_id text not null,
  x_first_id text not null,
  -- Every version that was seen, the last one last; `text` is of that one.
  x_versions text[] not null,
  text text not null,
  -- Handle (lower case) → numeric id, as X told them with the text.
  mentions jsonb not null,
  replied_to_x_user_id text,
  uncertain_lead text[] not null default '{}',
  written_at timestamptz not null,
  taken_at timestamptz not null default moineau_now(),
  language text not null check (language in ('fr', 'en')),
  -- new: to be read. ordered: its payments exist. refused: its author was told why not. ignored: nobody's command.
  state text not null default 'new' check (state in ('new', 'ordered', 'refused', 'ignored')),
  -- Why it is refused or ignored.
  problem text,
  tries integer not null default 0,
  next_try_at timestamptz not null default moineau_now(),
  person_id uuid,
  -- Its author has changed it since its payments were made.
  edited_at timestamptz,
  revise boolean not null default false,
  deleted_at timestamptz,
  -- When X was asked whether it is still there.
  looked_at timestamptz,
  -- When there was nothing more to answer.
  answered_at timestamptz,
  constraint commands_once unique (channel, x_first_id),
  constraint commands_problem check ((state in ('refused', 'ignored')) = (problem is not null))
);
create index commands_new on commands (next_try_at) where state = 'new';
create index commands_to_revise on commands (next_try_at) where revise;
create index commands_unanswered on commands (taken_at) where state = 'ordered' and answered_at is null;
create index commands_of_person on commands (person_id, taken_at desc, id desc) where person_id is not null;
create index commands_of_author on commands (x_author_id, taken_at);

create table command_payments (
  payment_id uuid primary key references payments,
  command_id uuid not null references commands
);
create index command_payments_of on command_payments (command_id);

-- Later versions of edited posts: an order that names one of them means the first.
create table x_post_versions (
  x_id text primary key,
  x_first_id text not null
);

-- Who sees a payment, besides its people.
alter table payments drop constraint payments_visibility_check;
alter table payments add constraint payments_visibility check (visibility in ('private', 'dm', 'public'));

-- What is told to the world once the money has arrived: one row for each payment that is not private. Written with the
-- payment's own transition, whoever makes it.
create table disclosures (
  payment_id uuid primary key references payments,
  kind text not null check (kind in ('dm', 'public')),
  -- told: a message or post is on its way, or there. wallet: the payee's wallet tells him, and nothing else does.
  state text not null default 'due' check (state in ('due', 'told', 'wallet')),
  created_at timestamptz not null default moineau_now()
);
create index disclosures_due on disclosures (created_at) where state = 'due';

create function disclose_payment() returns trigger language plpgsql as $$
begin
  insert into disclosures (payment_id, kind) values (new.id, new.visibility);
  return null;
end $$;
create trigger payments_disclosed after update of state on payments for each row
  when (new.state = 'settled' and old.state <> 'settled' and new.visibility <> 'private')
  execute function disclose_payment();

-- What the service says on X. Reserved before it is sent; what became of it is looked up before it is sent again.
create table x_outbox (
  id uuid primary key,
  kind text not null check (kind in ('reply', 'post', 'dm')),
  purpose text not null check (purpose in ('answer', 'invitation', 'disclosure')),
  command_id uuid references commands,
  payment_id uuid references payments,
  -- The post that is answered, or the last id before: where to look for it afterwards.
  after_x_id text not null,
  to_x_user_id text,
  text text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'removing', 'removed')),
  created_at timestamptz not null default moineau_now(),
  next_try_at timestamptz not null default moineau_now(),
  tries integer not null default 0,
  -- When it was last given to X: what the limits count.
  reserved_at timestamptz,
  x_id text,
  failure text,
  constraint x_outbox_sent check (state not in ('sent', 'removing', 'removed') or x_id is not null),
  constraint x_outbox_one_to_whom check ((kind = 'dm') = (to_x_user_id is not null))
);
-- One answer for each command, one disclosure for each payment: for ever.
create unique index x_outbox_once_per_command on x_outbox (command_id) where command_id is not null;
create unique index x_outbox_once_per_payment on x_outbox (payment_id) where payment_id is not null;
create index x_outbox_waiting on x_outbox (next_try_at) where state in ('waiting', 'sending', 'removing');
create index x_outbox_reserved on x_outbox (kind, reserved_at) where reserved_at is not null;
