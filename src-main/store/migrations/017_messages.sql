-- Messages to people that a state called for: written with the state, sent afterwards, each until it is sent or given up.
create table message (
  id           integer primary key,
  run          integer not null references dag_run (id) on delete cascade,
  -- Null for one about the run itself.
  task         integer,
  try_number   integer not null,
  event        text not null,
  channel      text not null,
  -- Templates of the file; null says what happened.
  own_subject  text,
  own_message  text,
  made_at      integer not null,
  state        text not null,
  tries        integer not null default 0,
  next_at      integer,
  ended_at     integer,
  trouble      text,
  -- As it was sent, secrets masked.
  subject      text
) strict;

create index message_by_run on message (run);
create index message_waiting on message (next_at) where state = 'waiting';
