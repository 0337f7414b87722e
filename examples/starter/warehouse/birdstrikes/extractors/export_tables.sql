copy (
  select species, size, strikes, damaging, round(damaging_share, 3) as damaging_share, cost_total
  from {{ final_schema }}.report_species
  order by cost_total desc, species
  limit {{ params.top }}
) to 'reports/birdstrikes/species.csv' (header, delimiter ',');

copy (
  select iata, name, city, departures, round(late_share, 3) as late_share, round(average_delay_minutes, 1) as average_delay_minutes
  from {{ final_schema }}.report_delay
  order by average_delay_minutes desc, iata
  limit {{ params.top }}
) to 'reports/birdstrikes/delays.csv' (header, delimiter ',');
