-- The values that a query's parameters had, as JSON; null where they are not kept: too large, or an entry of an older version.
alter table sql_history add column params text;
