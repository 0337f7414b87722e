select state, city as capital, lat as latitude, lon as longitude
from read_json('data/us-state-capitals.json')
