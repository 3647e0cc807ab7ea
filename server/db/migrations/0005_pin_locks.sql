-- How often a code has been locked since it was last right: each lock is longer than the one before.
alter table pins add column locks smallint not null default 0 check (locks >= 0);
