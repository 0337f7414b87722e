-- All features of the user in one row, for the models in Python.
copy (
  select user_id, monthly_revenue, margin, revenue_trend, days_overdrawn,
    {{ xcom.bureau_report.personal }} as personal_score,
    {{ xcom.bureau_report.business }} as business_score,
    {{ xcom.bureau_report.liens }} as liens,
    {{ xcom.business_registry.years_in_business }} as years_in_business
  from underwriting.bank_features
  where user_id = '{{ xcom.open_case }}'
) to 'cases/{{ xcom.open_case }}/scratch/features.csv' (header)
