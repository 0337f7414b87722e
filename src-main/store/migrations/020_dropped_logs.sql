-- Runs that were dropped and whose logs are still there: written with the dropping, taken out when the folder is gone.
create table dropped_log (
  dag_id text not null,
  run_id text not null,
  primary key (dag_id, run_id)
) strict, without rowid;
