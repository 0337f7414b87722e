-- The SQL and scripts that a version's tasks have in files, as they were: JSON, text by path; null where there are none.
alter table dag_version add column files text;
