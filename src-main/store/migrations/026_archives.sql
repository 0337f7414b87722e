-- Parquet files of the data folder that hold runs which left this history.
create table archive (
  id      integer primary key,
  made_at integer not null,
  bytes   integer not null,
  -- What it holds of each DAG: JSON.
  dags    text not null,
  -- Its name until all of its runs have left; null when it has its own.
  part    text
) strict;

-- Runs that lie in such a file and are here all the same: what is here counts. A run that goes takes its row with it.
create table archive_pending (
  run     integer primary key references dag_run (id) on delete cascade,
  archive integer not null references archive (id)
) strict, without rowid;

create index archive_pending_of on archive_pending (archive);
