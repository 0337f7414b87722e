select
  "Origin State"     as state,
  "Wildlife Species" as species,
  "Wildlife Size"    as size,
  "Cost Total $"     as cost
from read_csv('data/birdstrikes.csv', header = true)
