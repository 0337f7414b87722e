select
  strptime(date, '%Y/%m/%d %H:%M') as departed_at,
  origin,
  destination,
  distance                         as distance_miles,
  delay                            as delay_minutes
from read_json('data/flights-5k.json', columns = {date: 'varchar', delay: 'integer', distance: 'integer', origin: 'varchar', destination: 'varchar'})
