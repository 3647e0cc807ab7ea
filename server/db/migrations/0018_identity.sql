-- Devices as their person sees them, the code chosen anew, passkeys, handles by numeric id, and by what a payment was
-- confirmed.

alter table devices drop constraint devices_revoked_reason_check;
alter table devices add constraint devices_revoked_reason_known
  check (revoked_reason in ('counter_reused', 'by_person', 'unlinked'));

alter table pins
  -- Locked a second time without a right code in between: until its person signs in with X and chooses anew.
  add column blocked boolean not null default false,
  -- Chosen anew on a young device: counts from then on, unless the old code is typed right before.
  add column next_hash text,
  add column next_from timestamptz,
  add constraint pins_next_whole check ((next_hash is null) = (next_from is null));

create table passkeys (
  id uuid primary key,
  person_id uuid not null references people,
  name text not null,
  -- base64url, as authenticators name it.
  credential_id text not null unique,
  -- Where it was made, and the only place where it counts.
  origin text not null,
  -- COSE.
  public_key bytea not null,
  -- Of authenticators that count; 0 for ever for those that don't.
  counter bigint not null,
  created_at timestamptz not null default moineau_now(),
  used_at timestamptz,
  removed_at timestamptz,
  removed_reason text check (removed_reason in ('by_person', 'counter_fell')),
  constraint passkeys_removed_has_reason check ((removed_at is null) = (removed_reason is null))
);
create index passkeys_of_person on passkeys (person_id);

-- Which account of X bore which handle, and between when we saw it: a handle that changes hands can be told (T10, T11).
create table x_handles (
  -- In lower case: handles are compared without it.
  handle_key text not null,
  x_user_id text not null check (x_user_id ~ '^[1-9][0-9]{0,19}$'),
  handle text not null,
  first_seen timestamptz not null default moineau_now(),
  last_seen timestamptz not null default moineau_now(),
  primary key (handle_key, x_user_id)
);
create index x_handles_of_account on x_handles (x_user_id);
insert into x_handles (handle_key, x_user_id, handle, first_seen, last_seen)
  select lower(handle), x_user_id, max(handle), min(seen_at), max(seen_at) from (
    select n.handle, p.x_user_id, n.seen_at from people_names n join people p on p.id = n.person_id where p.erased_at is null
    union all select handle, x_user_id, seen_at from x_accounts) seen
  group by lower(handle), x_user_id;

-- By what each payment or split was confirmed: the very bytes, who signed them and how the person proved himself.
create table confirmations (
  -- The payment, or the split.
  subject_id uuid primary key,
  confirmed_at timestamptz not null,
  device_id uuid not null,
  -- The public key, "x.y": a device's row may go, its signatures stay true.
  device_key text not null,
  signed bytea not null,
  signature bytea not null,
  method text not null check (method in ('pin', 'passkey')),
  -- What the authenticator signed, with a passkey.
  assertion jsonb,
  -- Which version of which client asked, as it says itself.
  client text,
  constraint confirmations_with_assertion check ((method = 'passkey') = (assertion is not null))
);
create trigger confirmations_append_only before update or delete or truncate on confirmations
  for each statement execute function ledger.refuse_change();
