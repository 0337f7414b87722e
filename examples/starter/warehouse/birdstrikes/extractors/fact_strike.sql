select
  strike_id,
  flight_date as date_key,
  airport,
  state,
  operator,
  species,
  phase,
  time_of_day,
  damage in ('Minor', 'Medium', 'Substantial') as is_damaging,
  speed_knots,
  cost_repair,
  cost_other,
  cost_total
from {{ final_schema }}.raw_strike
