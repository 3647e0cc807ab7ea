-- What the background work and the lists need: when a top-up was last asked about, and indexes of their questions.

-- Taken by one process at a time, for as long as an acquirer may take to answer.
alter table topups add column looked_at timestamptz;
create index topups_under_way on topups (created_at) where state = 'processing';

create index sessions_by_expiry on sessions (expires_at);

-- Overdue orders are looked for at every reading.
create index payments_awaiting on payments (payer_id, expires_at) where state = 'awaiting_confirmation';
-- A payee sees what has reached him, and nothing else.
drop index payments_by_payee;
create index payments_received on payments (payee_id, created_at desc, id desc) where settled_at is not null;
