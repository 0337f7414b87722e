select species.size, count(*) as strikes, sum(strikes.cost) as cost
from {{ final_schema }}.strikes as strikes
join {{ final_schema }}.species as species on species.species = strikes.species
group by species.size
