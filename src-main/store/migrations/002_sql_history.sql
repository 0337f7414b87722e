-- What was run in the SQL editor and by `dagwright sql`; the oldest entries go when there are too many.
create table sql_history (
  id         integer primary key,
  connection text not null,
  text       text not null,
  started_at integer not null,
  ms         real not null,
  state      text not null check (state in ('success', 'failed', 'cancelled')),
  row_count  integer,
  error      text
) strict;
