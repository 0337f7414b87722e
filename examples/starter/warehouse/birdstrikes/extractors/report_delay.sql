-- Airports with at least 30 departures; of fewer an average says little.
select
  iata,
  name,
  city,
  count(*)                                     as departures,
  avg(case when is_late then 1.0 else 0.0 end) as late_share,
  avg(delay_minutes)                           as average_delay_minutes
from {{ final_schema }}.fact_flight
join {{ final_schema }}.dim_airport on iata = origin
group by iata, name, city
having count(*) >= 30
