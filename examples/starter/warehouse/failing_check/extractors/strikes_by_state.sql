select state, count(*) as strikes, sum(cost) as cost
from {{ final_schema }}.strikes
group by state
