with ends as (
  select origin as iata from {{ final_schema }}.raw_flight
  union all
  select destination from {{ final_schema }}.raw_flight
)
select iata, name, city, state, count(*) as flights
from ends
join {{ final_schema }}.raw_airport using (iata)
group by iata, name, city, state
