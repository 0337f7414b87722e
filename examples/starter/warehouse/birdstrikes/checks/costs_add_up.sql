-- The total is the sum of its parts. Rows found here are rows that fail.
select strike_id, cost_repair, cost_other, cost_total
from {{ this }}
where cost_total <> cost_repair + cost_other
