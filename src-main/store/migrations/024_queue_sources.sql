-- When an event was heard of: posted, written, or told by its database. Null for those of before.
alter table queue_event add column heard_at integer;
-- What it said, so that a key that comes again with something else is told apart.
alter table queue_event add column digest text;
