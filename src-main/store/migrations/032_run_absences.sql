-- The newest absence that was known when a run with a limit began: only those after it count for the limit. By the clock alone it cannot be told, because
-- one that is set back shows the same hour twice; for what runs now it is the best there is.
alter table dag_run add column absence integer;

update dag_run set absence = (select max(id) from absence where to_at <= dag_run.started_at) where state = 'running';
