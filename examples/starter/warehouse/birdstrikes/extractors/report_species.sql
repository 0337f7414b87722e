select
  species,
  size,
  count(*)                                        as strikes,
  count(*) filter (where is_damaging)             as damaging,
  avg(case when is_damaging then 1.0 else 0.0 end) as damaging_share,
  sum(cost_total)                                 as cost_total
from {{ final_schema }}.fact_strike
join {{ final_schema }}.dim_species using (species)
where is_identified
group by species, size
