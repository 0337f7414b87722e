-- The file writes NA where city or state is not known.
select
  iata,
  name,
  nullif(city, 'NA')  as city,
  nullif(state, 'NA') as state,
  country,
  latitude,
  longitude
from read_csv('data/airports.csv', header = true, types = {'iata': 'varchar'})
