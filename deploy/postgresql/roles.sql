-- Once, on the first primary, as the superuser, in the database postgres; the standbys get it by replication.
--   psql -d postgres -v app_password=... -v replicator_password=... -f roles.sql
\set ON_ERROR_STOP on

create role moineau login password :'app_password';
create database moineau owner moineau;
revoke connect on database moineau from public;

-- For standbys, and for pg_rewind (its manual lists these functions).
create role replicator login replication password :'replicator_password';
grant execute on function pg_ls_dir(text, boolean, boolean) to replicator;
grant execute on function pg_stat_file(text, boolean) to replicator;
grant execute on function pg_read_binary_file(text) to replicator;
grant execute on function pg_read_binary_file(text, bigint, bigint, boolean) to replicator;

-- HAProxy's question. A server may take writes when it is not a standby, AND its commits reach a standby before
-- they are acknowledged, or a person has said that it is alone (synchronous_standby_names = ''). So a failed
-- primary that comes back as it was is not believed: its standby follows another one by now.
create function may_take_writes() returns boolean language sql stable security definer
  set search_path = pg_catalog as $$
    select not pg_is_in_recovery()
       and (current_setting('synchronous_standby_names') = ''
            or exists (select from pg_stat_replication where sync_state in ('sync', 'quorum')))
  $$;
revoke execute on function may_take_writes() from public;
create role haproxy_check login connection limit 20;
grant execute on function may_take_writes() to haproxy_check;
