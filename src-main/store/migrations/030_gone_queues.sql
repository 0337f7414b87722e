-- Since when the DAG of a queue that is on is not there, as far as an engine saw; null while it is.
alter table queue_on add column gone_at integer;
