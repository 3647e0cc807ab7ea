-- Telling people on their phones (Web Push), and thanking for a payment.

-- One for each device that wants it. Sent from the person's stream of events: `read_seq` is how far it was told.
create table push_subscriptions (
  device_id uuid primary key references devices on delete cascade,
  person_id uuid not null,
  -- Where the browser's maker takes messages for that browser, and the browser's keys: only it can read them (RFC 8291).
  endpoint text not null unique check (char_length(endpoint) <= 1024),
  p256dh text not null,
  auth text not null,
  hide_amounts boolean not null,
  read_seq bigint not null,
  -- When to look for something to tell; null: nothing is new. Set by the relay, put off by failures.
  due_at timestamptz,
  failures smallint not null default 0 check (failures >= 0),
  created_at timestamptz not null default moineau_now()
);
create index push_subscriptions_of_person on push_subscriptions (person_id);
create index push_subscriptions_due on push_subscriptions (due_at) where due_at is not null;

-- When the payee thanked, once.
alter table payments
  add column thanked_at timestamptz,
  add constraint payments_thanked_when_settled check (thanked_at is null or state = 'settled');

create function guard_thanks() returns trigger language plpgsql as $$
begin
  raise exception 'thanks are given once' using errcode = 'MO004';
end $$;
create trigger payments_thanked_once before update of thanked_at on payments for each row
  when (old.thanked_at is not null and new.thanked_at is distinct from old.thanked_at) execute function guard_thanks();

-- Events are read as they were written, by schemas that know this field.
update events set payload = jsonb_set(payload, '{payment,thanked_at}', 'null')
 where payload ? 'payment' and not payload -> 'payment' ? 'thanked_at';
