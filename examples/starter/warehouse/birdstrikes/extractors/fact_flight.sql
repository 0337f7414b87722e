-- A flight counts as late from 15 minutes on, as the Bureau of Transportation Statistics counts.
select
  departed_at,
  cast(departed_at as date) as date_key,
  origin,
  destination,
  distance_miles,
  delay_minutes,
  delay_minutes >= 15       as is_late
from {{ final_schema }}.raw_flight
