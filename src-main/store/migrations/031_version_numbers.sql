-- Which of its DAG's versions one is, from 1: given once, whatever goes later. Null for one that only tries have.
alter table dag_version add column number integer;

update dag_version set number = ranked.number
from (select id, row_number() over (partition by dag_id order by id) as number from dag_version where hash not like 'try:%') as ranked
where ranked.id = dag_version.id;

-- A version that no run has any more may go.
create index dag_run_by_version on dag_run (version_id);
