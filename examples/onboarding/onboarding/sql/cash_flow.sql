-- One row a month: what came in, what went out, what is left.
select '{{ xcom.open_case }}' as user_id, month, money_in, money_out, money_in - money_out as net, days_overdrawn
from read_csv('cases/{{ xcom.open_case }}/scratch/statements.csv', header = true, types = {'month': 'varchar', 'money_in': 'bigint', 'money_out': 'bigint', 'days_overdrawn': 'integer'})
