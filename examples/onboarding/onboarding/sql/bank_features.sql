-- Six months as the figures that the models read.
select user_id,
  round(avg(money_in))::bigint as monthly_revenue,
  round(sum(net) / sum(money_in), 4)::double as margin,
  round(regr_slope(money_in, month[6:]::integer) * 6 / avg(money_in), 4)::double as revenue_trend,
  sum(days_overdrawn)::integer as days_overdrawn
from underwriting.cash_flow
where user_id = '{{ xcom.open_case }}'
group by user_id
