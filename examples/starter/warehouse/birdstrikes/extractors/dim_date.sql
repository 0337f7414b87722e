-- Every day from the first to the last event, so that days without one show as gaps.
with span as (
  select min(day) as first_day, max(day) as last_day
  from (
    select flight_date as day from {{ final_schema }}.raw_strike
    union all
    select cast(departed_at as date) from {{ final_schema }}.raw_flight
  )
),
days as (
  select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as date_key
  from span
)
select
  date_key,
  year(date_key)              as year,
  quarter(date_key)           as quarter,
  month(date_key)             as month_of_year,
  dayname(date_key)           as day_name,
  isodow(date_key) in (6, 7)  as is_weekend
from days
