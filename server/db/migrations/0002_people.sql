-- Who holds a wallet, on which devices, with which sessions and code.

create table people (
  id uuid primary key,
  -- X's numeric id: what a wallet is bound to. Handles change hands, so they are not unique.
  x_user_id text not null unique check (x_user_id ~ '^[1-9][0-9]{0,19}$'),
  handle text not null,
  name text not null,
  kind text not null default 'person' check (kind in ('person', 'organisation')),
  linked_since timestamptz not null default now()
);

-- Every name and handle under which a person has signed in.
create table people_names (
  person_id uuid not null references people,
  seen_at timestamptz not null default clock_timestamp(),
  handle text not null,
  name text not null,
  primary key (person_id, seen_at)
);

-- A sign-in under way. Used once, within ten minutes, by the key that began it.
create table links (
  id uuid primary key,
  state text not null,
  code_verifier text not null,
  jkt text not null,
  redirect_uri text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index links_by_expiry on links (expires_at);

create table devices (
  id uuid primary key,
  person_id uuid not null references people,
  name text not null,
  -- ECDSA P-256 public key, and its thumbprint (RFC 7638).
  jwk jsonb not null,
  jkt text not null,
  use_counter bigint not null default 0,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text check (revoked_reason in ('counter_reused')),
  unique (person_id, jkt)
);

create table sessions (
  -- SHA-256 of the access token: a copy of the database opens no session.
  token_hash bytea primary key,
  person_id uuid not null references people,
  device_id uuid not null references devices,
  jkt text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_by_device on sessions (device_id) where ended_at is null;

create table pins (
  person_id uuid primary key references people,
  -- argon2id, with a pepper that is not in the database.
  hash text not null,
  failures smallint not null default 0 check (failures between 0 and 5),
  locked_until timestamptz,
  chosen_at timestamptz not null default now()
);

-- DPoP proofs seen within their window (RFC 9449 §11.1). Unlogged: after a crash it starts empty, and a proof
-- is of no use a minute later.
create unlogged table dpop_proofs (
  hash bytea primary key,
  expires_at timestamptz not null
);
create index dpop_proofs_by_expiry on dpop_proofs (expires_at);
