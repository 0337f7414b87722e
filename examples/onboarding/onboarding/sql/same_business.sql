-- Others who applied for the same business: the same tax id or device.
copy (
  select other.user_id
  from underwriting.application as own
  join underwriting.application as other on other.user_id <> own.user_id and (other.tax_id = own.tax_id or other.device_id = own.device_id)
  where own.user_id = '{{ xcom.open_case }}'
  order by other.user_id
) to 'cases/{{ xcom.open_case }}/scratch/same_business.csv' (header)
