-- The application as it came, one row a user.
select user_id, full_name, email, phone, company, tax_id, state, founded::date as founded, requested_amount, device_id
from read_json('cases/{{ xcom.open_case }}/scratch/application.json')
