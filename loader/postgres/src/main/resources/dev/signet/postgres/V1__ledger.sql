-- What the nodes of a fleet remember of their plugins. Nothing is ever changed or deleted here: a
-- node adds what it knows now, and the highest revision counts. Roles belong to the whole server,
-- so another fleet's schema may have made them already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'signet_node') then
    create role signet_node nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'signet_administrator') then
    create role signet_administrator nologin;
  end if;
end
$$;

-- The oldest library that may work with this schema, and the one that has made it.
create table schema_version (
  needs integer not null,
  made_by integer not null
);
insert into schema_version values (1, 1);

-- Texts are escaped: a backslash is doubled, and what PostgreSQL cannot hold is \uXXXX.
create table ledger (
  plugin text not null,
  revision bigint not null,
  -- recorded when admitted, confirmed or forgotten by an administrator
  kind text not null check (kind in ('recorded', 'confirmed', 'forgotten')),
  first_version text,
  first_at timestamptz,
  highest_version text,
  key_id text,
  last_at timestamptz,
  keys text[],
  release_versions text[],
  release_digests text[],
  node text not null,
  written_by text not null default session_user,
  written_at timestamptz not null default clock_timestamp(),
  primary key (plugin, revision),
  check (
    kind = 'forgotten'
    or (first_version, first_at, highest_version, key_id, last_at, keys, release_versions,
        release_digests) is not null
  )
);

-- Until when each node has looked, by its own clock: one that is wrong concerns only its node.
create table instants (
  node text not null,
  revision bigint not null,
  -- null when an administrator had it forgotten
  at timestamptz,
  written_by text not null default session_user,
  written_at timestamptz not null default clock_timestamp(),
  primary key (node, revision)
);

-- Who wrote a row, when, and as which revision is not for the writer to say.
create function sign_row() returns trigger language plpgsql set search_path from current as $$
begin
  new.written_by := session_user;
  new.written_at := clock_timestamp();
  return new;
end
$$;

create function next_ledger_revision() returns trigger language plpgsql set search_path from current as $$
begin
  if new.revision <> 1 + coalesce(
      (select max(revision) from ledger where plugin = new.plugin), 0) then
    raise exception 'revision % of % is not the next one', new.revision, new.plugin
      using errcode = 'unique_violation';
  end if;
  return new;
end
$$;

create function next_instant_revision() returns trigger language plpgsql set search_path from current as $$
begin
  if new.revision <> 1 + coalesce(
      (select max(revision) from instants where node = new.node), 0) then
    raise exception 'revision % of % is not the next one', new.revision, new.node
      using errcode = 'unique_violation';
  end if;
  return new;
end
$$;

create trigger signed before insert on ledger for each row execute function sign_row();
create trigger next_revision before insert on ledger
  for each row execute function next_ledger_revision();
create trigger signed before insert on instants for each row execute function sign_row();
create trigger next_revision before insert on instants
  for each row execute function next_instant_revision();

do $$
begin
  execute format('grant usage on schema %I to signet_node, signet_administrator',
    current_schema());
end
$$;
grant select on schema_version, ledger, instants to signet_node, signet_administrator;
grant insert on ledger, instants to signet_node, signet_administrator;

-- Only an administrator has anything forgotten.
alter table ledger enable row level security;
alter table instants enable row level security;
create policy readable on ledger for select to signet_node, signet_administrator using (true);
create policy readable on instants for select to signet_node, signet_administrator using (true);
create policy recorded on ledger for insert to signet_node with check (kind <> 'forgotten');
create policy recorded on instants for insert to signet_node with check (at is not null);
create policy changed on ledger for insert to signet_administrator with check (true);
create policy changed on instants for insert to signet_administrator with check (true);
