-- Two species were reported with two sizes; the size that was reported more often counts.
select
  species,
  mode(size)                     as size,
  not starts_with(species, 'Unknown') as is_identified
from {{ final_schema }}.raw_strike
group by species
