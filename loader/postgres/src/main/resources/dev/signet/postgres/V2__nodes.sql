-- What each node runs and what it has found, for people to see: nothing is admitted because of it.
-- Nodes write here only through functions, each under the login that first reported the node.
update schema_version set made_by = 2;

create table nodes (
  node text primary key check (length(node) <= 1200),
  login text not null,
  -- Which process reported last, so that a second one of the same name is noticed.
  instance text not null check (length(instance) <= 100),
  first_seen timestamptz not null default clock_timestamp(),
  last_seen timestamptz not null default clock_timestamp(),
  engine_version text not null check (length(engine_version) <= 200),
  channel text not null check (length(channel) <= 1200),
  trust_fingerprint text not null check (length(trust_fingerprint) <= 64),
  policy_digest text not null check (length(policy_digest) <= 64),
  lists integer not null,
  lists_next_update timestamptz,
  lists_in_order boolean not null,
  lists_last_success timestamptz,
  last_rescan timestamptz,
  -- The latest request to read everything again that it has taken up.
  rescan bigint not null
) with (fillfactor = 50);

create table results (
  node text not null,
  target text not null check (length(target) = 32),
  plugin text not null check (length(plugin) <= 6000),
  version text not null check (length(version) <= 6000),
  digest text not null check (length(digest) <= 128),
  standing text not null check (length(standing) <= 100),
  attention boolean not null,
  running boolean not null,
  -- The target as the node's own results.json has it.
  state text not null check (octet_length(state) <= 131072),
  since timestamptz not null default clock_timestamp(),
  primary key (node, target)
);
create index results_by_plugin on results (plugin);

-- The latest 1,000 changes of each node.
create table result_changes (
  id bigint generated always as identity,
  node text not null,
  target text not null,
  plugin text not null,
  version text not null,
  digest text not null,
  -- null when it was there no longer
  standing text,
  running boolean not null,
  at timestamptz not null default clock_timestamp(),
  primary key (node, id)
);

-- Which nodes an administrator had forgotten, and who that was.
create table forgotten_nodes (
  node text not null,
  login text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  forgotten_by text not null default session_user,
  forgotten_at timestamptz not null default clock_timestamp()
);

-- Requests that every node read everything again; the latest 100.
create table rescan_requests (
  id bigint generated always as identity primary key,
  asked_by text not null default session_user,
  asked_at timestamptz not null default clock_timestamp()
);

-- A table of the same name that a login has made for itself alone must not be taken for one of ours.
alter function sign_row() set search_path = ${flyway:defaultSchema}, pg_temp;
alter function next_ledger_revision() set search_path = ${flyway:defaultSchema}, pg_temp;
alter function next_instant_revision() set search_path = ${flyway:defaultSchema}, pg_temp;

-- One statement says that a node lives and how it is, and returns what it has to know.
create function report_node(
  p_node text, p_instance text, p_engine_version text, p_channel text, p_trust_fingerprint text,
  p_policy_digest text, p_lists integer, p_lists_next_update timestamptz,
  p_lists_in_order boolean, p_lists_last_success timestamptz, p_last_rescan timestamptz,
  p_rescan bigint,
  out needs integer, out made_by integer, out known boolean, out rescan_wanted bigint)
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp set lock_timeout = '5s' as $$
declare
  mine nodes;
begin
  select v.needs, v.made_by into needs, made_by from schema_version v;
  select coalesce(max(id), 0) into rescan_wanted from rescan_requests;
  select * into mine from nodes n where n.node = p_node for update;
  if not found then
    known := false;
    insert into nodes (node, login, instance, engine_version, channel, trust_fingerprint,
      policy_digest, lists, lists_next_update, lists_in_order, lists_last_success, last_rescan,
      rescan)
    values (p_node, session_user, p_instance, p_engine_version, p_channel, p_trust_fingerprint,
      p_policy_digest, p_lists, p_lists_next_update, p_lists_in_order, p_lists_last_success,
      p_last_rescan, rescan_wanted);
    -- What was wanted before it came needs no new look.
    rescan_wanted := 0;
    return;
  end if;
  if mine.login <> session_user then
    raise exception 'node ''%'' is reported by login ''%''', p_node, mine.login
      using errcode = 'SG001';
  end if;
  known := mine.instance = p_instance;
  update nodes n set last_seen = clock_timestamp(), instance = p_instance,
    engine_version = p_engine_version, channel = p_channel,
    trust_fingerprint = p_trust_fingerprint, policy_digest = p_policy_digest, lists = p_lists,
    lists_next_update = p_lists_next_update, lists_in_order = p_lists_in_order,
    lists_last_success = p_lists_last_success, last_rescan = p_last_rescan,
    rescan = greatest(mine.rescan, least(p_rescan, rescan_wanted))
  where n.node = p_node;
  if rescan_wanted <= greatest(mine.rescan, p_rescan) then
    rescan_wanted := 0;
  end if;
end
$$;

-- Locks a node's row for whoever reports it.
create function lock_own_node(p_node text) returns void
language plpgsql set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  owner text;
begin
  select n.login into owner from nodes n where n.node = p_node for update;
  if owner is null then
    raise exception 'node ''%'' was forgotten meanwhile', p_node using errcode = 'SG002';
  end if;
  if owner <> session_user then
    raise exception 'node ''%'' is reported by login ''%''', p_node, owner
      using errcode = 'SG001';
  end if;
end
$$;

-- Takes what has changed of a node's results, and what it has no longer.
create function report_results(
  p_node text, p_targets text[], p_plugins text[], p_versions text[], p_digests text[],
  p_standings text[], p_attention boolean[], p_running boolean[], p_states text[], p_gone text[])
returns void
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp as $$
begin
  perform lock_own_node(p_node);
  with gone as (
    delete from results r where r.node = p_node and r.target = any(p_gone) returning r.*)
  insert into result_changes (node, target, plugin, version, digest, standing, running)
  select p_node, g.target, g.plugin, g.version, g.digest, null, false from gone g;

  insert into results (node, target, plugin, version, digest, standing, attention, running, state)
  select p_node, c.* from unnest(p_targets, p_plugins, p_versions, p_digests, p_standings,
    p_attention, p_running, p_states) as c
  on conflict (node, target) do update set plugin = excluded.plugin, version = excluded.version,
    digest = excluded.digest, standing = excluded.standing, attention = excluded.attention,
    running = excluded.running, state = excluded.state, since = clock_timestamp();
  if (select count(*) from results r where r.node = p_node) > 5000 then
    raise exception 'node ''%'' has more than 5000 plugins', p_node using errcode = 'SG003';
  end if;

  insert into result_changes (node, target, plugin, version, digest, standing, running)
  select p_node, c.* from unnest(p_targets, p_plugins, p_versions, p_digests, p_standings,
    p_running) as c;
  delete from result_changes h where h.node = p_node and h.id <= (
    select o.id from result_changes o where o.node = p_node order by o.id desc offset 1000 limit 1);
end
$$;

-- Returns whether there was such a node; one that still lives reports anew.
create function forget_node(p_node text) returns boolean
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  gone nodes;
begin
  delete from nodes n where n.node = p_node returning * into gone;
  if gone.node is null then
    return false;
  end if;
  delete from results r where r.node = p_node;
  delete from result_changes h where h.node = p_node;
  insert into forgotten_nodes (node, login, first_seen, last_seen)
  values (gone.node, gone.login, gone.first_seen, gone.last_seen);
  return true;
end
$$;

-- Asks every node to read everything again; within a minute it stays the same request.
create function request_rescan() returns bigint
language plpgsql security definer set search_path = ${flyway:defaultSchema}, pg_temp as $$
declare
  latest bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(current_schema() || ' rescan', 0));
  select r.id into latest from rescan_requests r
  where r.asked_at > clock_timestamp() - interval '1 minute' order by r.id desc limit 1;
  if latest is null then
    insert into rescan_requests default values returning id into latest;
    delete from rescan_requests r where r.id <= latest - 100;
    -- Whoever listens looks at once; the others see it with their next report.
    perform pg_notify(current_schema() || '_wake', '');
  end if;
  return latest;
end
$$;

revoke all on function report_node, lock_own_node, report_results, forget_node, request_rescan
  from public;
grant execute on function report_node, report_results to signet_node;
grant execute on function request_rescan to signet_node, signet_administrator;
grant execute on function forget_node to signet_administrator;
grant select on nodes, results, result_changes, forgotten_nodes, rescan_requests
  to signet_node, signet_administrator;
