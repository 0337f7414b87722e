select
  operator,
  case
    when operator = 'UNKNOWN' then 'Unknown'
    when operator in ('MILITARY', 'COAST GUARD') then 'Military'
    when operator in ('BUSINESS', 'PRIVATELY OWNED', 'EXECUTIVE JET AVIATION') then 'Private'
    when operator in ('FEDEX EXPRESS', 'UPS AIRLINES', 'ABX AIR', 'ASTAR AIR CARGO') then 'Cargo'
    else 'Airline'
  end      as operator_group,
  count(*) as strikes
from {{ final_schema }}.raw_strike
group by operator
