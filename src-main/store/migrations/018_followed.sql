-- The children that a task which chooses lets go on: JSON, a list of task ids; null where it leaves none out.
alter table task_instance add column followed text;
