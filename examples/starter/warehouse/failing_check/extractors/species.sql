-- The mistake: a species that was reported with two sizes gets two rows.
-- To mend it, take the size that was reported most often:
--
--   select species, mode(size) as size
--   from {{ final_schema }}.strikes
--   group by species
select distinct species, size
from {{ final_schema }}.strikes
