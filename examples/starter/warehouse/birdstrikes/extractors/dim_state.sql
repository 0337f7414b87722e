select state, capital, true as is_state from {{ final_schema }}.raw_state
union all
select 'DC', null, false
